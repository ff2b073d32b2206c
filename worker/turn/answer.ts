import type { AnsweredBy, Source, ToolCall, Usage } from '../../core/domain/message.js';
import type { KeptAnswer } from '../answer-cache/answer-cache.js';
import { answerKey } from '../answer-cache/answer-key.js';
import { citedSources } from '../knowledge/sources.js';
import type { ModelInput, ToolUse } from '../model/bedrock.js';
import type { Answering } from '../model/chain.js';
import type { AnswerOrigin } from '../model/model-metrics.js';
import { judgeWhole } from '../output-filter/judge-whole.js';
import type { Withheld } from '../output-filter/withheld.js';
import type { Attempt, TurnDeps } from './attempt.js';
import { callTool } from './call-tool.js';
import { type AnswerSink, type Generated, generate } from './generate.js';
import { known } from './known.js';

/** A whole answer, whoever gave it. */
export interface Answered {
  origin: AnswerOrigin;
  by: AnsweredBy;
  content: string;
  sources: Source[];
  usage: Usage | null;
  requestId: string | null;
  /** As Bedrock names it; null where no model was asked. */
  stopReason: string | null;
  toolCalls: ToolCall[];
  withheld: Withheld | null;
  truncated: boolean;
  removedCitations: number;
  /** It says itself that the sources do not answer all of the question. */
  leavesOpen: boolean;
}

/** What nobody was paid for. */
const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };

/**
 * Begins to look for an answer that is kept, while others search the knowledge base. Only the first question of a
 * session is looked for: what comes later depends on what was said before. Nor is one that is answered again, or edited,
 * whose user wants another answer. A first question may also be answered after later ones, where it was stopped before:
 * then the prompt shows what the session has come to, which is nobody else's.
 */
export function lookUpAnswer(deps: TurnDeps, attempt: Attempt): void {
  const { session, question, summary } = attempt.claim;
  const { definition, language } = known(attempt.understood);
  const isFirst =
    known(attempt.recent).messages.length === 0 && question.sentiment === null && !question.replaces;
  const isBlank = session.entities.length === 0 && session.frustration === 0 && summary === null;
  if (!deps.answers.enabled || !definition.cacheable || !isFirst || !isBlank) return;
  const key = answerKey({
    intent: definition.name,
    language,
    context: session.context,
    labels: attempt.claim.labels,
    documents: deps.retriever.name,
    question: question.content,
  });
  attempt.keeping = { key, found: deps.answers.find(key) };
}

/** The answer goes to the watchers as it comes: a kept one, one that is under way for somebody else, or a model's. */
export async function answer(deps: TurnDeps, attempt: Attempt, input: ModelInput): Promise<Answered> {
  const wish = wishOf(attempt);
  const model = deps.chain.firstChoice(wish);
  attempt.answeredBy = { model, fallback: false, cachedAt: null, canned: false };
  const { keeping, claim, lease } = attempt;
  const sink = sinkOf(attempt);
  const marks = {
    // Tools may find more.
    hasSource: cites(deps, attempt)
      ? (number: number) => attempt.chunks.some((chunk) => chunk.number === number)
      : null,
    canary: attempt.canary,
  };
  const ask = async (to: AnswerSink, signal: AbortSignal): Promise<Made> => {
    const called = { ...deps, callTool: (use: ToolUse) => callTool(deps, attempt, use, signal) };
    const generated = await generate(called, wish, { input, marks }, to, signal);
    const sources = sourcesOf(deps, attempt, to.content);
    return { generated, sources, toolCalls: attempt.toolCalls, degraded: attempt.degraded };
  };
  // Whatever else the prompt holds of the conversation, it is not the asker's alone.
  if (!keeping || input.messages?.length !== 1) {
    return fromModel(attempt, await ask(sink, lease.signal), null);
  }
  const stamp = {
    templateVersion: known(attempt.templateVersion),
    knowledgeVersion: claim.knowledgeVersion,
    model,
  };
  const found = await keeping.found;
  if (found && deps.answers.isFresh(found, stamp)) return replay(deps, attempt, found);
  const { result, sharedSince } = await deps.flights.ride(
    [keeping.key, stamp.templateVersion, stamp.knowledgeVersion, model, attempt.degraded].join(' '),
    {
      sink,
      onShared: (begunAt) => tellWho(attempt, { ...known(attempt.answeredBy), cachedAt: begunAt }),
      signal: lease.signal,
    },
    ask,
  );
  return fromModel(attempt, result, sharedSince);
}

/** A kept answer. */
export function replay(deps: TurnDeps, attempt: Attempt, kept: KeptAnswer): Answered {
  const fallback = kept.model !== deps.chain.firstChoice(wishOf(attempt));
  const by = { model: kept.model, fallback, cachedAt: new Date(kept.at), canned: false };
  return {
    origin: 'cache',
    by,
    ...sayAtOnce(attempt, by, kept.content),
    sources: kept.sources,
    toolCalls: kept.toolCalls,
    leavesOpen: kept.leavesOpen,
  };
}

/** In place of words of a document that are not shown. */
const NOT_SHOWN = '…';

/** The sources that a text cites. What a rule forbids is not shown either, also where a document says it. */
export function sourcesOf(deps: TurnDeps, attempt: Attempt, content: string): Source[] {
  const sources = citedSources(content, attempt.chunks, attempt.claim.question.content);
  const isForbidden = (text: string) => judgeWhole(deps.answerRules, attempt.canary, text) !== null;
  return sources.map((source) => ({
    ...source,
    title: isForbidden(source.title) ? NOT_SHOWN : source.title,
    path: isForbidden(source.path) ? NOT_SHOWN : source.path,
    quote: isForbidden(source.quote) ? '' : source.quote,
  }));
}

/** Whether it is told to answer from sources. */
export function cites(deps: TurnDeps, attempt: Attempt): boolean {
  return deps.templates.answers[known(attempt.understood).definition.promptTemplate]?.cites ?? false;
}

function wishOf(attempt: Attempt) {
  return { first: known(attempt.understood).definition.model };
}

/** In one piece; what broke off before is replaced as a whole, by the event that ends the turn. */
export function sayAtOnce(attempt: Attempt, by: AnsweredBy, content: string) {
  tellWho(attempt, by);
  if (attempt.events.content === '') sinkOf(attempt).text(content);
  const judged = { withheld: null, truncated: false, removedCitations: 0 };
  return { content, usage: noUsage, requestId: null, stopReason: null, ...judged };
}

/** After the record, so that what is kept is what was recorded. Not waited for. */
export function keepAnswer(deps: TurnDeps, attempt: Attempt, answered: Answered, recorded: Recorded): void {
  const { keeping, templateVersion, claim } = attempt;
  const isWhole = recorded.status === 'complete' && answered.stopReason === 'end_turn';
  // What a tool could not say today it may say tomorrow.
  const hadTools = recorded.toolCalls.every(({ status }) => status === 'success');
  const isOwn = answered.origin === 'model' || answered.origin === 'fallback';
  if (!keeping || templateVersion === null || recorded.model === null || !isWhole || !isOwn || !hadTools)
    return;
  if (attempt.degraded) return;
  void deps.answers.keep({
    key: keeping.key,
    templateVersion,
    knowledgeVersion: claim.knowledgeVersion,
    model: recorded.model,
    at: Date.now(),
    content: recorded.content,
    sources: recorded.sources,
    toolCalls: recorded.toolCalls,
    leavesOpen: answered.leavesOpen,
  });
}

type Recorded = {
  status: string;
  model: string | null;
  content: string;
  sources: Source[];
  toolCalls: ToolCall[];
};

/** Remembers who answers, and tells it where it is not simply the first choice. */
function tellWho(attempt: Attempt, by: AnsweredBy): void {
  attempt.answeredBy = by;
  const { model, fallback, cachedAt, canned } = by;
  attempt.events.emit({
    type: 'turn.model',
    turn_id: attempt.turn.id,
    model,
    fallback,
    cached: cachedAt !== null,
    cached_at: cachedAt?.toISOString() ?? null,
    canned,
  });
}

/** What a model made, for one asker or for several. */
interface Made {
  generated: Generated;
  sources: Source[];
  toolCalls: ToolCall[];
  /** Not all that could have been searched was. */
  degraded: boolean;
}

function fromModel(attempt: Attempt, made: Made, sharedSince: Date | null): Answered {
  const { generated, sources, toolCalls } = made;
  attempt.degraded ||= made.degraded;
  const { model, fallback, usage, requestId, stopReason, withheld, truncated } = generated;
  const { removedCitations, leavesOpen } = generated;
  return {
    origin: sharedSince ? 'shared' : fallback ? 'fallback' : 'model',
    by: { model, fallback, cachedAt: sharedSince, canned: false },
    content: attempt.events.content,
    sources,
    usage: sharedSince ? noUsage : usage,
    requestId,
    stopReason,
    toolCalls,
    withheld,
    truncated,
    removedCitations,
    leavesOpen,
  };
}

function sinkOf(attempt: Attempt): AnswerSink {
  const { events, watch } = attempt;
  const startedAt = performance.now();
  return {
    get content() {
      return events.content;
    },
    text: (delta) => {
      if (events.content === '') watch.firstToken(performance.now() - startedAt);
      events.text(delta);
    },
    onFallback: ({ model, fallback }: Answering) =>
      tellWho(attempt, { ...known(attempt.answeredBy), model, fallback }),
    used: (used) => attempt.used.push(used),
  };
}
