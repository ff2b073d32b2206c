import { announceEnd } from '../../core/backplane/announce.js';
import { errorTable } from '../../core/contracts/errors.js';
import { deliverNext, deliverTurn } from '../../core/deliver-turn.js';
import type { AnsweredBy, Failure, Message } from '../../core/domain/message.js';
import { mergeEntities } from '../../core/domain/session.js';
import type { Turn } from '../../core/domain/turn.js';
import { markAnnounced, type Release, releaseTurn } from '../../core/store/turn-attempts.js';
import { type EndedTurn, recordEnd, type TurnEnd } from '../../core/store/turn-end.js';
import { askForDigests } from '../digest/ask-for-digests.js';
import { nextFrustration } from '../intent/sentiment/sentiment.js';
import type { Understanding } from '../intent/understand.js';
import { type Grounds, isLeftOpen } from '../knowledge/gap.js';
import { bookAttempt, warnOfBudget } from '../ledger/book.js';
import { ModelError } from '../model/model-error.js';
import { type Answered, cites, keepAnswer, sourcesOf } from './answer.js';
import type { Attempt, TurnDeps } from './attempt.js';
import { insist } from './insist.js';
import { interruptionOf } from './interruption.js';
import { lastResort } from './last-resort.js';
import { saveRecentContext } from './recent-context.js';
import { judge } from './retry.js';

/** What became of a job. */
export type TurnOutcome =
  | { kind: 'ended'; state: TurnEnd['state']; error: Failure | null }
  /** Failed, and queued again. */
  | { kind: 'retry'; delayMs: number; error: Failure; cause: unknown }
  /** This worker is leaving; the turn was given to another one. */
  | { kind: 'handed_over' }
  /** An earlier turn of the session is unfinished. */
  | { kind: 'blocked' }
  /** Nothing to do, or no longer ours. */
  | { kind: 'gone' };

/** Longest wait for the streamed text to reach the event log; the end, with the whole text, follows it anyway. */
export const SETTLE_MS = 1_000;

/** Who said nothing at all. */
const nobody: AnsweredBy = { model: null, fallback: false, cachedAt: null, canned: false };

/** All of it was said, or may not be: record the answer, or that it is withheld. */
export function complete(deps: TurnDeps, attempt: Attempt, answered: Answered): Promise<TurnOutcome> {
  const { withheld } = answered;
  const error = withheld && { code: withheld.code, message: errorTable[withheld.code].message };
  return end(deps, attempt, 'completed', error, answered);
}

/** Too much time has passed since the question was asked: nobody waits for this answer any more. */
export function giveUp(deps: TurnDeps, attempt: Attempt): Promise<TurnOutcome> {
  const { message } = errorTable.TURN_ABANDONED;
  return end(deps, attempt, 'failed', { code: 'TURN_ABANDONED', message }, null);
}

/** An attempt that did not come to its end: stopped, lost, handed over, tried again, or failed for good. */
export async function settle(deps: TurnDeps, attempt: Attempt, error: unknown): Promise<TurnOutcome> {
  switch (interruptionOf(attempt.lease.signal)) {
    case 'lost':
      await bookAttempt(deps, attempt);
      return { kind: 'gone' };
    case 'stopped':
      return end(deps, attempt, 'stopped', null, null);
    case 'draining':
      return handOver(deps, attempt);
    case null:
      return retryOrFail(deps, attempt, error);
  }
}

async function retryOrFail(deps: TurnDeps, attempt: Attempt, error: unknown): Promise<TurnOutcome> {
  const verdict = judge(error, {
    attempt: attempt.turn.attempt - attempt.turn.attemptsBefore,
    failures: attempt.turn.failures,
    lastReason: attempt.claim.restartReason,
    leftMs: attempt.claim.leftMs - attempt.watch.elapsedMs(),
  });
  deps.logger.warn({ err: error, turn_id: attempt.turn.id, retry: verdict.retry }, 'an attempt failed');
  const instead = await lastResort(deps, attempt, error, verdict);
  if (instead) return complete(deps, attempt, instead);
  if (!verdict.retry) return end(deps, attempt, 'failed', verdict.error, null);
  // Told before it is given up: afterwards somebody else may tell of the turn already.
  attempt.events.emit({
    type: 'turn.failed',
    turn_id: attempt.turn.id,
    error: verdict.error,
    will_retry: true,
  });
  await attempt.events.settle(SETTLE_MS);
  const released = await release(deps, attempt, {
    countsAsFailure: verdict.counts,
    delayMs: verdict.delayMs,
    reason: error instanceof ModelError ? error.kind : 'error',
    error: verdict.error,
  });
  if (!released) return endUnwanted(deps, attempt);
  return { kind: 'retry', delayMs: verdict.delayMs, error: verdict.error, cause: error };
}

/** For a deploy: the turn goes back without counting as a failure, and is given to the queue at once. */
async function handOver(deps: TurnDeps, attempt: Attempt): Promise<TurnOutcome> {
  const released = await release(deps, attempt, {
    countsAsFailure: false,
    delayMs: 0,
    reason: 'worker_leaving',
    error: null,
  });
  if (!released) return endUnwanted(deps, attempt);
  await deliverTurn(deps, attempt.turn);
  return { kind: 'handed_over' };
}

async function release(deps: TurnDeps, attempt: Attempt, how: Release): Promise<boolean> {
  // Before another one has the turn, which is reserved for until it ends.
  await bookAttempt(deps, attempt);
  attempt.lease.settle();
  return insist(deps, attempt, () => releaseTurn(deps.db, attempt.turn, how));
}

/** It could not go back into the queue: nobody wants it any more, or it is no longer ours, which ending it shows. */
function endUnwanted(deps: TurnDeps, attempt: Attempt): Promise<TurnOutcome> {
  return end(deps, attempt, 'stopped', null, null);
}

async function end(
  deps: TurnDeps,
  attempt: Attempt,
  state: TurnEnd['state'],
  error: Failure | null,
  answered: Answered | null,
): Promise<TurnOutcome> {
  const { events, understood } = attempt;
  const finding = answered?.withheld?.finding ?? null;
  const content = contentOf(deps, attempt, state, answered);
  const turnEnd: TurnEnd = {
    state,
    content,
    understood: understood && { ...understood, session: sessionAfter(attempt, understood) },
    gap:
      state === 'completed' && isLeftOpen(attempt.weak, groundsOf(deps, attempt, answered))
        ? attempt.gap
        : null,
    degraded: attempt.degraded,
    sources: finding ? [] : (answered?.sources ?? sourcesOf(deps, attempt, content)),
    toolCalls: finding || content === '' ? [] : (answered?.toolCalls ?? attempt.toolCalls),
    by: answered?.by ?? (content === '' ? nobody : (attempt.answeredBy ?? nobody)),
    template: content === '' || answered?.by.canned ? null : attempt.templateVersion,
    usage: answered?.usage ?? null,
    used: attempt.used,
    timings: attempt.watch.stop(),
    error,
    verdict: finding && { ...finding, side: 'output' },
    truncated: answered?.truncated ?? false,
  };
  attempt.lease.settle();
  const [recorded] = await Promise.all([
    insist(deps, attempt, () => recordEnd(deps.db, attempt.turn, turnEnd)),
    finding ? events.discard() : state === 'failed' ? null : events.settle(SETTLE_MS),
  ]);
  if (!recorded) {
    await bookAttempt(deps, attempt);
    return { kind: 'gone' };
  }
  attempt.lease.release();
  attempt.journal.line(waterfall(recorded.turn));
  logEnd(deps, attempt, recorded.turn, answered);
  askForDigests(deps, attempt, recorded);
  if (finding) deps.answerMetrics.withheld(finding.category);
  if (answered) {
    if (answered.removedCitations > 0) deps.answerMetrics.citationsRemoved(answered.removedCitations);
    deps.metrics.answered(answered.origin);
    keepAnswer(deps, attempt, answered, recorded.answer);
  }
  const isThere = await announce(deps, recorded);
  if (isThere) await warnOfBudget(deps, attempt);
  // Remembered before the next turn is handed over, which looks for it at once.
  await Promise.all([
    // Who deleted the session has its recent context removed already.
    isThere ? remember(deps, attempt, recorded.answer) : null,
    recorded.othersWait ? deliverNext(deps, recorded.turn.userId) : null,
  ]);
  return { kind: 'ended', state, error };
}

/**
 * What is recorded as the answer. What a failed attempt wrote before it broke off is none; what a user stopped he has
 * read; in place of one that is withheld stands why.
 */
function contentOf(
  deps: TurnDeps,
  { events, understood }: Attempt,
  state: TurnEnd['state'],
  answered: Answered | null,
): string {
  const finding = answered?.withheld?.finding;
  if (finding)
    return deps.answerRules.moderation.sentence(finding.category, 'output', understood?.language ?? 'en');
  return state === 'failed' ? '' : (answered?.content ?? events.content);
}

/** Null where they say nothing of the documents. */
function groundsOf(deps: TurnDeps, attempt: Attempt, answered: Answered | null): Grounds | null {
  if (!answered || answered.withheld || answered.by.canned || !cites(deps, attempt)) return null;
  const { leavesOpen, sources, toolCalls } = answered;
  return { leavesOpen, sources, toolCalls, continues: attempt.gap?.earlierId !== null };
}

/** What the session holds of the conversation from now on. A question that is answered again says nothing new. */
function sessionAfter({ claim: { session, question } }: Attempt, { entities, sentiment }: Understanding) {
  return {
    entities: mergeEntities(session.entities, entities, question.id),
    frustration: question.sentiment ? session.frustration : nextFrustration(session.frustration, sentiment),
  };
}

/**
 * Postgres has the answer already; if the event log cannot be reached, the sweep announces it later. False when the
 * session has been deleted since.
 */
async function announce(deps: TurnDeps, { turn, answer }: EndedTurn): Promise<boolean> {
  try {
    const isThere = await announceEnd(deps.log, turn, answer);
    // Of an answer that is withheld the sweep still has to clear the log, once those who watch have read its end.
    if (answer.status !== 'blocked') await markAnnounced(deps.db, turn);
    return isThere;
  } catch (error) {
    deps.logger.warn({ err: error, turn_id: turn.id }, 'the end of a turn will be announced by the sweep');
    return true;
  }
}

async function remember(deps: TurnDeps, attempt: Attempt, answer: Message): Promise<void> {
  const { recent, understood } = attempt;
  // Where nothing was said, what counts may be an earlier version: the next turn asks Postgres.
  if (!recent || !understood || answer.content === '') return;
  const { intent, language, sentiment } = understood;
  const question = { ...attempt.claim.question, intent, language, sentiment };
  await saveRecentContext(deps, attempt.turn.sessionId, {
    throughPosition: answer.position,
    messages: [...recent.messages, question, answer],
    intents: [understood.intent.name, ...recent.intents],
    language: understood.language,
    entities: [...understood.entities.map((entity) => entity.value), ...recent.entities],
  });
}

/** One line for each turn, by which a request's correlation id leads to the model's own request id. */
function logEnd(deps: TurnDeps, attempt: Attempt, turn: Turn, answered: Answered | null): void {
  const { id, sessionId, userId, correlationId, state, attempt: attempts, timings, error } = turn;
  deps.logger.info(
    {
      correlation_id: correlationId,
      turn_id: id,
      session_id: sessionId,
      user_id: userId,
      state,
      attempts,
      intent: attempt.understood?.intent.name ?? null,
      template: attempt.templateVersion,
      sources: attempt.chunks.length,
      answered_from: answered?.origin ?? null,
      model: answered?.by.model ?? null,
      model_request_id: answered?.requestId ?? null,
      output_tokens: answered?.usage?.outputTokens ?? null,
      timings,
      code: error?.code ?? null,
      withheld_by: answered?.withheld?.finding.rule ?? null,
      truncated: answered?.truncated ?? false,
      citations_removed: answered?.removedCitations ?? 0,
    },
    'turn ended',
  );
}

function waterfall(turn: Turn): string {
  const { queuedMs, understandMs, recallMs, composeMs, firstTokenMs, totalMs } = turn.timings;
  return (
    `${turn.state}: queued ${queuedMs} ms, understand ${understandMs} ms, recall ${recallMs} ms, ` +
    `compose ${composeMs} ms, first token ${firstTokenMs} ms, total ${totalMs} ms`
  );
}
