import { announceQuestion } from '../../core/backplane/announce.js';
import type { EventLog } from '../../core/backplane/event-log.js';
import type { Db } from '../../core/store/data-source.js';
import type { Claim } from '../../core/store/turn-attempts.js';
import { findTurn } from '../../core/store/turns.js';

/**
 * Tells of what is to be answered. The server told of it, unless the log was away just then, and an attempt before this
 * one may have died before it could. It is there once, and before the answer's text.
 */
export async function announceAsked(
  deps: { db: Db; log: EventLog },
  { question, turn }: Claim,
): Promise<void> {
  await announceQuestion(deps.log, question);
  // Only what was understood before can be answered anew.
  if (question.sentiment === null) return;
  const answer = (await findTurn(deps.db, turn))?.answer;
  if (answer?.replaces) await announceQuestion(deps.log, answer);
}
