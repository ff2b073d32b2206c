/** Bounds of one WebSocket, beside those that it shares with streams (`server/live/limits.ts`). */
export const socketLimits = {
  /** Largest frame that is read; a longer one closes the connection with 1009. */
  frameBytes: 65_536,
  /** Whoever has not answered a ping when the next is due is gone. Load balancers cut what is idle for 60 s. */
  pingMs: 15_000,
  /** Sessions that one socket follows at once; each takes a place like a stream. */
  sessions: 20,
  /** Frames that may come at once, and each second from then on. */
  frames: { burst: 60, perSecond: 10 },
  /** Frames that could not be understood: the same, one forgiven every 10 s. */
  badFrames: { burst: 10, perSecond: 0.1 },
  /** Frames that wait for the one before; with more of them, nothing is read until they are fewer. */
  waiting: 20,
  /** A peer that does not answer our goodbye in this time is cut off. */
  goodbyeMs: 5_000,
  /** Who comes while this process is closing is sent to another one. */
  retryAfterSeconds: 1,
} as const;

/** Close codes: of RFC 6455 where it has one, and of the range for private use, by the HTTP status meant. */
export const closeCodes = {
  /** `draining`: come back after `retry_ms`. */
  goingAway: 1001,
  /** Too many frames, or too many that could not be understood. */
  policy: 1008,
  authExpired: 4401,
  sessionDeleted: 4404,
} as const;
