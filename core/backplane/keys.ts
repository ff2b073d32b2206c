/**
 * Short-lived values shared between processes, by key: recent context of a session, one-time tickets. Losing
 * one costs a rebuild from Postgres, never an answer.
 */
export interface KeyStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Reads and removes in one step, so that only one caller gets the value. */
  take(key: string): Promise<string | null>;
  delete(key: string): Promise<void>;
}

/**
 * What the conversation of a session was about just now, for the prompt of its next turn. The braces keep it on the
 * node of a Redis Cluster that has the other keys of the session.
 */
export const recentContextKey = (sessionId: string) => `context:{${sessionId}}`;

/** The id of the opening of a model's circuit breaker, while it is open. */
export const breakerKey = (model: string) => `breaker:${model}`;
/** Whoever takes this may try whether the model works again. */
export const breakerProbeKey = (model: string) => `breaker-probe:${model}`;
/** One of a fixed number of places for answers that may serve again. */
export const answerPlaceKey = (place: number) => `answer:${place}`;
