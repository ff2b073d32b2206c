export type Outcome = 'running' | 'completed' | 'cut' | 'refused' | 'clientClosed';

export interface RequestRecord {
  /** Counts up from 1 in the order of arrival. */
  id: number;
  /** 1 for the first request with this question, 2 for the next, and so on. */
  attempt: number;
  operation: 'converse' | 'converse-stream';
  modelId: string;
  question: string;
  /** Of a title or a summary, whose `question` is `(title)` or `(summary)`. */
  digest: boolean;
  /** What has been written to the socket so far. */
  text: string;
  tokensSent: number;
  /**
   * completed: all was sent, messageStop included. cut: a scripted fault ended or garbled the stream. refused: an HTTP
   * error. clientClosed: the client went away first. running: still being answered, or silent.
   */
  outcome: Outcome;
  /** HTTP status and error type of a refusal, else null. */
  error: { status: number; type: string } | null;
  /** Unix time in milliseconds. */
  receivedAt: number;
  firstTokenAt: number | null;
  endedAt: number | null;
}

export interface RequestFilter {
  /** Without it only requests that answer a question. */
  question?: string;
  outcome?: Outcome;
  /** Only requests after this id. */
  after?: number;
}

export interface RequestLog {
  open(request: Pick<RequestRecord, 'operation' | 'modelId' | 'question' | 'digest'>): RequestRecord;
  /** Newest last. */
  list(filter?: RequestFilter): RequestRecord[];
  clear(): void;
}

/** The newest 5,000 requests; fewer when their texts together exceed 64 million characters. */
export function createRequestLog({ maxRecords = 5_000, maxChars = 64_000_000 } = {}): RequestLog {
  let records: RequestRecord[] = [];
  let lastId = 0;
  const attempts = new Map<string, number>();

  function trim(): void {
    let chars = records.reduce((sum, record) => sum + size(record), 0);
    while (records.length > maxRecords || (chars > maxChars && records.length > 1)) {
      const oldest = records.shift();
      if (!oldest) return;
      chars -= size(oldest);
      if (!records.some((record) => record.question === oldest.question)) attempts.delete(oldest.question);
    }
  }

  return {
    open({ operation, modelId, question, digest }) {
      lastId += 1;
      const attempt = (attempts.get(question) ?? 0) + 1;
      attempts.set(question, attempt);
      const record: RequestRecord = {
        id: lastId,
        attempt,
        operation,
        modelId,
        question,
        digest,
        text: '',
        tokensSent: 0,
        outcome: 'running',
        error: null,
        receivedAt: Date.now(),
        firstTokenAt: null,
        endedAt: null,
      };
      records.push(record);
      // Summing 5,000 sizes at each request would cost more than the request: a slack of 64 is enough.
      if (lastId % 64 === 0) trim();
      return record;
    },
    list({ question, outcome, after = 0 } = {}) {
      trim();
      return records.filter(
        (record) =>
          record.id > after &&
          (question === undefined ? !record.digest : record.question.includes(question)) &&
          (outcome === undefined || record.outcome === outcome),
      );
    },
    clear() {
      records = [];
      attempts.clear();
    },
  };
}

const size = (record: RequestRecord) => record.text.length + record.question.length;
