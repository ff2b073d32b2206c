/** A request that did not succeed. `status` is 0 when no answer arrived at all. */
export class ApiError extends Error {
  readonly status: number;
  /** A code of the server's error table, or `OFFLINE`, `TIMED_OUT`, `SIGNED_OUT`, `TOKEN_UNAVAILABLE`, `UNREADABLE`. */
  readonly code: string;
  /** Seconds after which the server would like to be asked again. */
  readonly retryAfterSeconds: number | null;
  readonly correlationId: string | null;
  /** What the user is told, by language, where the server says it in several. */
  readonly sentences: Readonly<Record<string, string>> | null;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: {
      retryAfterSeconds?: number | null;
      correlationId?: string | null;
      sentences?: Readonly<Record<string, string>> | null;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = extra.retryAfterSeconds ?? null;
    this.correlationId = extra.correlationId ?? null;
    this.sentences = extra.sentences ?? null;
  }

  /** Worth sending again unchanged: nothing arrived, or the server asked for patience. */
  get passing(): boolean {
    // A budget is free again in hours or days: whoever asked decides by then.
    if (this.code === 'SIGNED_OUT' || this.code === 'BUDGET_EXCEEDED') return false;
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Reads the error envelope of an answer; an answer without one (a proxy's page) still becomes an ApiError. */
export async function readApiError(response: Response): Promise<ApiError> {
  const correlationId = response.headers.get('x-correlation-id');
  const header = Number(response.headers.get('retry-after') ?? Number.NaN);
  const fromHeader = Number.isFinite(header) ? header : null;
  try {
    const body: unknown = await response.json();
    const error = isRecord(body) && isRecord(body.error) ? body.error : {};
    return new ApiError(
      response.status,
      typeof error.code === 'string' ? error.code : 'UNREADABLE',
      typeof error.message === 'string' ? error.message : `HTTP ${response.status}`,
      {
        retryAfterSeconds: typeof error.retry_after === 'number' ? error.retry_after : fromHeader,
        correlationId: typeof error.correlation_id === 'string' ? error.correlation_id : correlationId,
        sentences: sentencesIn(error.details),
      },
    );
  } catch (cause) {
    return new ApiError(response.status, 'UNREADABLE', `HTTP ${response.status}`, {
      retryAfterSeconds: fromHeader,
      correlationId,
      cause,
    });
  }
}

function sentencesIn(details: unknown): Record<string, string> | null {
  const said = isRecord(details) ? details.sentence : null;
  if (!isRecord(said)) return null;
  const texts = Object.entries(said).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
