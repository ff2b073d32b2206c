/** Where the load goes, and how a stack's stream says what. */
export interface Target {
  port: number;
  /** Bytes that begin an event of each kind on the wire; none of them occurs in the text of an answer. */
  markers: { first: string; end: string; failed: string };
}

export interface SessionPaths {
  id: string;
  messages: string;
  events: string;
  /** Sent with every request: who asks. */
  headers: Record<string, string>;
}
