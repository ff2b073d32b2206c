import type { Response } from 'express';

/** What the log line, the metrics and the error body tell of a request. No content and no query string. */
export interface RequestFacts {
  correlationId: string;
  /** Pattern of the route, such as `/sessions/:id`; null while, or because, none has matched. */
  route: string | null;
  userId: string | null;
  startedAt: number;
  /** The answer is an open stream: its length says nothing about how fast the server is. */
  streams: boolean;
}

const KEY = 'aside';

export function noteFacts(res: Response, facts: RequestFacts): void {
  res.locals[KEY] = facts;
}

/** The facts of the request that `res` answers; every request has them, from the first middleware on. */
export function factsOf(res: Response): RequestFacts {
  return res.locals[KEY] as RequestFacts;
}
