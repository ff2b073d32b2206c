import { randomBytes } from 'node:crypto';
import { activeTurnToWire } from '../../core/active-turn.js';
import { announceSession } from '../../core/backplane/announce.js';
import type { EventLog } from '../../core/backplane/event-log.js';
import type { Session } from '../../core/domain/session.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { findTitleMaterial, giveTitle } from '../../core/store/session-titles.js';
import { findLastMessage } from '../../core/store/sessions.js';
import { findActiveTurn } from '../../core/store/turns.js';
import type { DigestTemplate } from '../prompt/templates.js';
import { askModel, type ModelAsked } from './ask-model.js';
import { composeTitle } from './digest-prompt.js';
import { titleLimits } from './limits.js';
import { readTitle, titleFromQuestion } from './title-text.js';

export interface TitleDeps extends ModelAsked {
  db: Db;
  events: EventLog;
  template: DigestTemplate;
  /** Intents that name no session: a greeting waits for the question behind it. */
  courtesies: readonly string[];
  /** Whether the model may say so. */
  isAllowed(title: string): boolean;
  logger: Logger;
}

/**
 * Names a session that has no title after its first real question, and tells its tabs. A title that its user has given
 * meanwhile stays. Where the model does not answer, the title is the question's beginning: a name now is worth more
 * than a better one later.
 */
export async function writeTitle(deps: TitleDeps, sessionId: string, signal: AbortSignal): Promise<boolean> {
  const { db, courtesies, logger } = deps;
  const first = await findTitleMaterial(db, sessionId, courtesies);
  if (!first) return false;
  let title: string | null = null;
  try {
    title = await titleByModel(deps, first, signal);
  } catch (error) {
    // This worker is leaving: another one asks again.
    signal.throwIfAborted();
    logger.warn({ err: error, session_id: sessionId }, 'a title is made without the model');
  }
  const session = await giveTitle(db, sessionId, title ?? titleFromQuestion(first.question));
  if (session) await tell(deps, session);
  return session !== null;
}

async function titleByModel(
  deps: TitleDeps,
  first: NonNullable<Awaited<ReturnType<typeof findTitleMaterial>>>,
  signal: AbortSignal,
): Promise<string | null> {
  const { template } = deps;
  const digest = { template, language: first.language ?? 'en', nonce: randomBytes(6).toString('hex') };
  const input = composeTitle(digest, {
    question: first.question.slice(0, titleLimits.questionCharacters),
    answer: first.answer.slice(0, titleLimits.answerCharacters),
  });
  const title = readTitle((await askModel(deps, input, signal)).text);
  return title !== null && deps.isAllowed(title) ? title : null;
}

/** Best effort: who is not told reads it with the session. A next turn may be under way already. */
async function tell({ db, events, logger }: TitleDeps, session: Session): Promise<void> {
  try {
    const tail = await events.tail(session.id);
    const [lastMessage, active] = await Promise.all([
      findLastMessage(db, session.id),
      findActiveTurn(db, session.id),
    ]);
    await announceSession(events, session, { lastMessage, activeTurn: activeTurnToWire(active, tail) });
  } catch (error) {
    logger.warn({ err: error, session_id: session.id }, 'a title was not told');
  }
}
