/**
 * Fire-and-forget messages to every process, such as "stop this turn". They make things quick, never right: a
 * lost one is made up for by a look into Postgres.
 */
export interface SignalBus {
  publish(name: string, payload: string): Promise<void>;
  /** Resolves once the subscription stands. The returned function ends it. */
  subscribe(name: string, listener: (payload: string) => void): Promise<() => void>;
}

/** Carries the id of a running turn whose user wants it stopped. */
export const STOP_SIGNAL = 'turn.stop';
/** Carries the id of a session that was deleted: its streams end. */
export const SESSION_DELETED_SIGNAL = 'session.deleted';
/** Carries `{session_id, user_id, client}` of somebody who is typing, as JSON. */
export const TYPING_SIGNAL = 'session.typing';
