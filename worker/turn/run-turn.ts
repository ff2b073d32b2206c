import { randomBytes } from 'node:crypto';
import { language } from '../../core/contracts/shapes.js';
import type { Language } from '../../core/domain/message.js';
import { type Claim, claimTurn } from '../../core/store/turn-attempts.js';
import type { EntityType } from '../intent/intent-file.js';
import { gapOf, isOutburst } from '../knowledge/gap.js';
import { numberChunks } from '../knowledge/sources.js';
import { contentWords } from '../knowledge/stop-words.js';
import { withoutClient } from '../knowledge/without-client.js';
import { composePrompt, defaultBudget } from '../prompt/compose-prompt.js';
import { announceAsked } from './announce-asked.js';
import { answer, lookUpAnswer } from './answer.js';
import type { Attempt, TurnDeps, TurnJournal } from './attempt.js';
import { createAttemptEvents } from './attempt-events.js';
import { complete, giveUp, settle, type TurnOutcome } from './end-turn.js';
import { known } from './known.js';
import { leaseTimes } from './leases.js';
import { findRecentContext, loadRecentContext, type RecentContext } from './recent-context.js';
import { createStopwatch } from './stopwatch.js';

/** Sources an answer may cite. */
export const MAX_SOURCES = 5;
/** A question with at most so many words of its own is searched for together with the one before it. */
const FOLLOW_UP_WORDS = 2;
/** The same for one that points back: "Résume cela en français pour le client". */
const POINTING_WORDS = 4;
const POINTS_BACK = /\b(?:that|this|those|these|above|cela|ceci|celui-ci|celle-ci|ceux-ci)\b|ça(?!\p{L})/iu;

/**
 * A turn, from its job to its end: claim ▸ understand ▸ recall ▸ compose ▸ generate ▸ record. What ends it
 * otherwise (a stop, a failure, a lost lease, a deploy) is settled in `end-turn.ts`.
 */
export async function runTurn(
  deps: TurnDeps,
  key: { id: string; sessionId: string },
  journal: TurnJournal,
): Promise<TurnOutcome> {
  // What is remembered of the session is looked up while the turn is claimed; it depends on nothing in it.
  const remembered = findRecentContext(deps, key.sessionId);
  const claimed = await claimTurn(deps.db, key, leaseTimes.leaseMs);
  if (claimed.outcome !== 'claimed') return { kind: claimed.outcome };
  const attempt = begin(deps, claimed.claim, journal);
  const { lease, events } = attempt;
  try {
    lease.signal.throwIfAborted();
    if (claimed.claim.leftMs < 0) return await giveUp(deps, attempt);
    await understand(deps, attempt, await remembered);
    lookUpAnswer(deps, attempt);
    await recall(deps, attempt);
    const prompt = compose(deps, attempt);
    lease.signal.throwIfAborted();
    tellStage(attempt, 'writing');
    return await complete(deps, attempt, await answer(deps, attempt, prompt));
  } catch (error) {
    return await settle(deps, attempt, error);
  } finally {
    lease.release();
    events.close();
  }
}

/** Takes the lease into care and tells the watchers that an attempt begins. */
function begin(deps: TurnDeps, claim: Claim, journal: TurnJournal): Attempt {
  const { turn } = claim;
  const lease = deps.leases.hold(turn);
  const logger = deps.logger.child({ turn_id: turn.id, correlation_id: turn.correlationId });
  const events = createAttemptEvents({
    log: deps.log,
    turn,
    clock: deps.clock,
    preface: () => announceAsked(deps, claim),
    onFenced: () => {
      logger.warn({ attempt: turn.attempt }, 'an attempt lost its turn: a newer one writes to the session');
      lease.interrupt('lost');
    },
    logger,
  });
  if (claim.restartReason !== null) {
    events.emit({
      type: 'turn.restarted',
      turn_id: turn.id,
      attempt: turn.attempt,
      reason: claim.restartReason,
    });
  }
  events.emit({ type: 'turn.started', turn_id: turn.id, attempt: turn.attempt, message_id: turn.answerId });
  if (claim.stopRequested) lease.interrupt('stopped');
  const watch = createStopwatch(claim.queuedMs);
  journal.line(`attempt ${turn.attempt} began after ${watch.timings.queuedMs} ms in the queue`);
  return {
    claim,
    turn,
    lease,
    events,
    watch,
    journal,
    recent: null,
    understood: null,
    keeping: null,
    templateVersion: null,
    canary: null,
    chunks: [],
    nonce: randomBytes(6).toString('hex'),
    toolCalls: [],
    answeredBy: null,
    used: [],
    gap: null,
    weak: false,
    degraded: false,
  };
}

/** What is asked, in the light of the conversation so far: intent, entities, language. */
async function understand(deps: TurnDeps, attempt: Attempt, remembered: RecentContext | null): Promise<void> {
  tellStage(attempt, 'understanding');
  const { session, question } = attempt.claim;
  // What is remembered ends with the version that this question has replaced.
  const recent = await loadRecentContext(deps, question.replaces === null ? remembered : null, {
    id: session.id,
    beforePosition: question.position,
  });
  const understood = deps.understand(question.content, {
    previousLanguage: recent.language ?? languageOf(session),
    previousIntents: recent.intents,
    saidAt: question.createdAt,
    timeZone: timeZoneOf(session),
    quickAction: question.quickAction,
  });
  const asked =
    understood.intent.method === 'fallback' && deps.askIntent
      ? await deps.askIntent(question.content, attempt.lease.signal, (used) => attempt.used.push(used))
      : null;
  attempt.recent = recent;
  attempt.understood = asked
    ? { ...understood, ...asked, elapsedMs: understood.elapsedMs + asked.elapsedMs }
    : understood;
  attempt.watch.lap('understandMs');
}

/** As the page that made the session told it; null where none did. */
function timeZoneOf({ metadata }: { metadata: Record<string, unknown> }): string | null {
  return typeof metadata.time_zone === 'string' ? metadata.time_zone : null;
}

/** The same of the page's language, which a text of few words is taken for. */
function languageOf({ metadata }: { metadata: Record<string, unknown> }): Language | null {
  return language.safeParse(metadata.language).data ?? null;
}

/** What the knowledge base says about it. */
async function recall(deps: TurnDeps, attempt: Attempt): Promise<void> {
  const { definition, language, subject } = known(attempt.understood);
  if (definition.searchKnowledge) {
    tellStage(attempt, 'searching');
    const { labels, session } = attempt.claim;
    const asked = withoutClient(subject, session.context.clientName);
    const earlier = earlierOf(asked, known(attempt.recent));
    const question = earlier
      ? `${asked}\n${withoutClient(earlier.content, session.context.clientName)}`
      : asked;
    const { signal } = attempt.lease;
    const found = await deps.retriever.retrieve({ question, language, limit: MAX_SOURCES, labels, signal });
    attempt.chunks = numberChunks(found.chunks);
    attempt.weak = found.weak;
    attempt.degraded = found.degraded ?? false;
    // What could not be asked may well have known it.
    const isNone = attempt.degraded || isOutburst(asked, known(attempt.understood));
    attempt.gap = isNone ? null : gapOf(question, found.chunks, earlier?.id);
  }
  attempt.watch.lap('recallMs');
  const { intent } = known(attempt.understood);
  attempt.journal.line(
    `understood as ${intent.name} (${intent.method}, ${intent.confidence}), ${language}; found ${attempt.chunks.length} sources${attempt.degraded ? ', the knowledge base being away' : ''}`,
  );
}

/** "And what would it cost?" is about what was asked before. */
function earlierOf(question: string, recent: RecentContext) {
  const most = POINTS_BACK.test(question) ? POINTING_WORDS : FOLLOW_UP_WORDS;
  if (contentWords(question).length > most) return null;
  return recent.messages.findLast((message) => message.type === 'user') ?? null;
}

function compose(deps: TurnDeps, attempt: Attempt) {
  const { session, question, summary, restartReason } = attempt.claim;
  const { definition, language, entities } = known(attempt.understood);
  // It did not fit the model's window: this time the question goes alone.
  const alone = restartReason === 'overflowed';
  const { sources, templateVersion, canary, ...input } = composePrompt({
    intent: definition,
    missing: missingOf(definition.wants, [...session.entities, ...entities]),
    language,
    session,
    summary: alone ? null : (summary?.text ?? null),
    history: alone ? [] : known(attempt.recent).messages,
    sources: attempt.chunks,
    tools: deps.toolbox.specs(deps.templates.answers[definition.promptTemplate]?.tools ?? []),
    weakEvidence: attempt.weak && attempt.chunks.length > 0,
    question,
    nonce: attempt.nonce,
    templates: deps.templates,
    budget: defaultBudget,
  });
  // What found no room in the prompt cannot be cited.
  const shown = new Set(sources.map((source) => source.number));
  attempt.chunks = attempt.chunks.filter((chunk) => shown.has(chunk.number));
  attempt.templateVersion = templateVersion;
  attempt.canary = canary;
  attempt.watch.lap('composeMs');
  return input;
}

/** A period is as good as a date. */
function missingOf(wanted: readonly EntityType[], named: readonly { type: string }[]): EntityType[] {
  const known = new Set(named.map(({ type }) => type.replace('date_range', 'date')));
  return wanted.filter((type) => !known.has(type.replace('date_range', 'date')));
}

function tellStage(attempt: Attempt, stage: 'understanding' | 'searching' | 'writing'): void {
  attempt.journal.progress(stage);
  attempt.events.emit({
    type: 'turn.stage',
    turn_id: attempt.turn.id,
    stage,
    ...(attempt.understood ? { intent: attempt.understood.intent } : {}),
    ...(stage === 'writing' && attempt.understood?.definition.searchKnowledge
      ? { sources: attempt.chunks.length }
      : {}),
  });
}
