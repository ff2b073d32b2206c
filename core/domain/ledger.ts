/** What a model was asked for. */
export type LedgerKind = 'answer' | 'intent' | 'title' | 'summary';

/** One call of a model, as it is paid for. */
export interface Used {
  /** Given when the call ends, so that it is booked once, however often that is tried. */
  id: string;
  kind: LedgerKind;
  model: string;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  /** Millionths of a millionth of a US dollar, a whole number; null where no price is known. */
  picodollars: number | null;
  /** The model was interrupted before it said what the call took. */
  estimated: boolean;
}

/** Sums of the ledger, by a day, a user or a turn; the others are null. */
export interface UsageRow {
  /** `2026-03-01`. */
  day: string | null;
  userId: string | null;
  turnId: string | null;
  sessionId: string | null;
  calls: number;
  unpricedCalls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  picodollars: bigint;
}
