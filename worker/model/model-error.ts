import type { ErrorCode } from '../../core/contracts/errors.js';

export type ModelErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'timed_out'
  /** The model itself failed or ran out of its time: worth one more try. */
  | 'faulted'
  /** Begun and not ended: cut, garbled, empty. */
  | 'interrupted'
  | 'denied'
  | 'rejected'
  /** The prompt does not fit: tried once more without the history. */
  | 'overflowed'
  /** The answer does not end. */
  | 'too_long'
  /** The breakers of all models are open: nobody was asked. */
  | 'shut_out';

interface ModelErrorRule {
  code: ErrorCode;
  maxAttempts: number;
  firstDelayMs: number;
  countsForBreaker: boolean;
  /**
   * It is the model's doing and not the request's: another model is asked at once, and when no attempt is left, the
   * user is helped with a kept or prepared answer.
   */
  ofTheModel: boolean;
}

/** What to do about each kind, and what the user is told in the end. */
export const modelErrorTable: Record<ModelErrorKind, ModelErrorRule> = {
  throttled: {
    code: 'MODEL_THROTTLED',
    maxAttempts: 5,
    firstDelayMs: 1_000,
    countsForBreaker: false,
    ofTheModel: true,
  },
  unavailable: {
    code: 'MODEL_UNAVAILABLE',
    maxAttempts: 5,
    firstDelayMs: 500,
    countsForBreaker: true,
    ofTheModel: true,
  },
  timed_out: {
    code: 'MODEL_TIMED_OUT',
    maxAttempts: 3,
    firstDelayMs: 500,
    countsForBreaker: true,
    ofTheModel: true,
  },
  faulted: {
    code: 'MODEL_UNAVAILABLE',
    maxAttempts: 2,
    firstDelayMs: 500,
    countsForBreaker: true,
    ofTheModel: true,
  },
  interrupted: {
    code: 'MODEL_INTERRUPTED',
    maxAttempts: 5,
    firstDelayMs: 250,
    countsForBreaker: true,
    ofTheModel: true,
  },
  denied: {
    code: 'MODEL_ACCESS_DENIED',
    maxAttempts: 1,
    firstDelayMs: 0,
    countsForBreaker: false,
    ofTheModel: true,
  },
  shut_out: {
    code: 'MODEL_UNAVAILABLE',
    maxAttempts: 8,
    firstDelayMs: 500,
    countsForBreaker: false,
    ofTheModel: true,
  },
  rejected: {
    code: 'MODEL_REJECTED_INPUT',
    maxAttempts: 1,
    firstDelayMs: 0,
    countsForBreaker: false,
    ofTheModel: false,
  },
  too_long: {
    code: 'MODEL_ANSWER_TOO_LONG',
    maxAttempts: 1,
    firstDelayMs: 0,
    countsForBreaker: false,
    ofTheModel: false,
  },
  overflowed: {
    code: 'MODEL_REJECTED_INPUT',
    maxAttempts: 2,
    firstDelayMs: 0,
    countsForBreaker: false,
    ofTheModel: false,
  },
};

/** A failure of the model, or of the way to it. */
export class ModelError extends Error {
  readonly kind: ModelErrorKind;
  /** To ask again sooner is no use. */
  readonly retryAfterMs: number;

  constructor(
    kind: ModelErrorKind,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }

  /** By the error's name: errors inside a stream carry no status. */
  static from(error: unknown): ModelError {
    const name = error instanceof Error ? error.name : 'unknown';
    const kind = kindByWords(error) ?? kindByName[name] ?? kindByStatus(error) ?? kindByText(error);
    return new ModelError(kind, `the model answered with ${name}`, { cause: error });
  }
}

const kindByName: Record<string, ModelErrorKind> = {
  ThrottlingException: 'throttled',
  ModelNotReadyException: 'throttled',
  ServiceUnavailableException: 'unavailable',
  InternalServerException: 'unavailable',
  TimeoutError: 'unavailable',
  ModelTimeoutException: 'faulted',
  ModelErrorException: 'faulted',
  ModelStreamErrorException: 'interrupted',
  ServiceQuotaExceededException: 'denied',
  AccessDeniedException: 'denied',
  ResourceNotFoundException: 'denied',
  UnrecognizedClientException: 'denied',
  InvalidSignatureException: 'denied',
  ExpiredTokenException: 'denied',
  CredentialsProviderError: 'denied',
  ValidationException: 'rejected',
  // A gateway answered with HTML.
  SyntaxError: 'unavailable',
};

/** A prompt that does not fit the model is refused like any other wrong input, but trimming it helps. */
const TOO_MUCH_INPUT =
  /\b(?:too long|too many input tokens|maximum context|context (?:length|window|limit))\b/i;

function kindByWords(error: unknown): ModelErrorKind | null {
  const isRefusal = error instanceof Error && error.name === 'ValidationException';
  return isRefusal && TOO_MUCH_INPUT.test(error.message) ? 'overflowed' : null;
}

function kindByStatus(error: unknown): ModelErrorKind | null {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata;
  if (!metadata) return null;
  const status = metadata.httpStatusCode;
  // The client's own record of a request that nobody answered.
  if (status === undefined) return 'unavailable';
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403 || status === 404) return 'denied';
  if (status >= 500) return 'unavailable';
  // Answered with 200 and failed afterwards: the stream was cut or garbled.
  return status >= 400 ? 'rejected' : 'interrupted';
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

function kindByText(error: unknown): ModelErrorKind {
  const code = (error as { code?: string } | null)?.code;
  return code !== undefined && connectionCodes.has(code) ? 'unavailable' : 'interrupted';
}
