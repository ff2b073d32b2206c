/** A request that is no conversation, as it came. */
export interface CallRecord {
  operation: 'retrieve' | 'invoke';
  /** The knowledge base, or the model. */
  target: string;
  /** What is searched for, or the first text to embed. */
  question: string;
  body: unknown;
  /** Unix time in milliseconds. */
  receivedAt: number;
}

export interface CallLog {
  add(call: Omit<CallRecord, 'receivedAt'>): void;
  /** Newest last. */
  list(): CallRecord[];
  clear(): void;
}

const MAX_CALLS = 1_000;

/** The newest thousand. */
export function createCallLog(): CallLog {
  let calls: CallRecord[] = [];
  return {
    add: (call) => {
      calls = [...calls, { ...call, receivedAt: Date.now() }].slice(-MAX_CALLS);
    },
    list: () => calls,
    clear: () => {
      calls = [];
    },
  };
}
