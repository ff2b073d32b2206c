import type { LedgerKind } from '../../core/domain/ledger.js';
import type { Logger } from '../../core/logger.js';
import type { FactsOf } from '../../core/models/model-facts.js';
import { type AdaptiveLimit, createAdaptiveLimit, type Place } from './adaptive-limit.js';
import type { Generation, Model, ModelInput } from './bedrock.js';
import type { CallOutcome } from './breaker.js';
import type { Breakers, Permit } from './breakers.js';
import { costUsd } from './cost.js';
import { fitInput } from './fit-input.js';
import { ModelError, modelErrorTable } from './model-error.js';
import type { ModelMetrics } from './model-metrics.js';
import { type OnUsed, usedBy, usedUntilCut } from './used.js';

/** The model that answers, and whether it stands in for the one that was wanted. */
export interface Answering {
  model: string;
  fallback: boolean;
}

export interface ModelWish {
  /** Asked before the others, if there is one. */
  first?: string | null | undefined;
  /** Asked alone: it has begun the answer already, or nobody can stand in for it in time. */
  only?: string;
  /** What the call is booked as; an answer, unless it says otherwise. */
  kind?: LedgerKind;
  /** Called before the first text of a model that is not the first choice. */
  onFallback?(by: Answering): void;
  /** Called with what each call took that the model has begun to answer. */
  onUsed?: OnUsed;
}

/** The models of this installation, in order of preference. */
export interface ModelChain {
  firstChoice(wish: Pick<ModelWish, 'first'>): string;
  /**
   * As `Model.stream`, with the first model that answers. The next one is asked at once when a model fails by its own
   * fault and has said nothing yet, or when its breaker is open.
   *
   * @throws ModelError the failure that another attempt is likeliest to mend; `shut_out` when nobody was asked, or only
   * those who will never answer.
   */
  stream(
    wish: ModelWish,
    input: ModelInput,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Generation & Answering>;
}

export function createModelChain(deps: {
  model: Model;
  /** First choice first. */
  modelIds: readonly string[];
  factsOf: FactsOf;
  breakers: Breakers;
  /** Calls of one model that this worker may have under way, at most. */
  concurrency: number;
  metrics: ModelMetrics;
  logger: Logger;
}): ModelChain {
  const { modelIds, breakers, metrics, logger } = deps;
  /** One for each model of the settings and the intents. */
  const limits = new Map<string, AdaptiveLimit>();
  const limitOf = (model: string): AdaptiveLimit => {
    const limit = limits.get(model) ?? createAdaptiveLimit(deps.concurrency);
    limits.set(model, limit);
    return limit;
  };
  const inOrder = ({ first }: Pick<ModelWish, 'first'>): string[] => [
    ...new Set([...(first ? [first] : []), ...modelIds]),
  ];

  async function call(
    model: string,
    permit: Permit,
    place: Place,
    input: ModelInput,
    onText: (text: string) => void,
    signal: AbortSignal,
    onAsked: () => void,
  ): Promise<Generation> {
    const limit = limitOf(model);
    const end = (outcome: string, says: CallOutcome) => {
      permit.settle(says);
      metrics.called(model, outcome);
      metrics.limit(model, limit.limit);
    };
    let leave: (() => void) | null = null;
    try {
      leave = await limit.enter(signal, place);
      onAsked();
      const facts = deps.factsOf(model);
      const generation = await deps.model.stream(model, fitInput(input, facts), onText, signal);
      limit.succeeded();
      end('completed', 'alive');
      const { usage, cacheWriteTokens } = generation;
      if (!usage) return generation;
      return {
        ...generation,
        usage: { ...usage, costUsd: costUsd({ ...usage, cacheWriteTokens }, facts.prices) },
      };
    } catch (error) {
      if (!(error instanceof ModelError)) end('aborted', 'unknown');
      else {
        if (leave && error.kind === 'throttled') limit.throttled();
        const asked = leave ? 'alive' : 'unknown';
        end(error.kind, modelErrorTable[error.kind].countsForBreaker ? 'failed' : asked);
        // Nothing mends this but somebody who looks: a fallback must not hide it.
        if (error.kind === 'denied') logger.error({ err: error, model }, 'a model may not be used');
      }
      throw error;
    } finally {
      leave?.();
    }
  }

  return {
    firstChoice: (wish) => inOrder(wish)[0] ?? '',
    stream: async (wish, input, onText, signal) => {
      const { kind = 'answer' } = wish;
      const wanted = inOrder(wish);
      const order = wish.only === undefined ? wanted : [wish.only];
      const place = placeOf(kind, wish.only !== undefined);
      let failure: ModelError | null = null;
      const paused: string[] = [];
      for (const model of order) {
        const admitted = breakers.admit(model);
        const permit = admitted instanceof Promise ? await admitted : admitted;
        if (!permit) {
          metrics.called(model, 'shut_out');
          paused.push(model);
          continue;
        }
        const by = { model, fallback: model !== wanted[0] };
        let hasSpoken = false;
        let isAsked = false;
        let saidBytes = 0;
        const cut = () => usedUntilCut(kind, model, input, saidBytes, deps.factsOf);
        const onPiece = (text: string) => {
          if (!hasSpoken) {
            permit.spoke();
            if (by.fallback) wish.onFallback?.(by);
          }
          hasSpoken = true;
          saidBytes += Buffer.byteLength(text);
          onText(text);
        };
        try {
          const generation = await call(model, permit, place, input, onPiece, signal, () => {
            isAsked = true;
          });
          wish.onUsed?.(usedBy(kind, model, generation, deps.factsOf) ?? cut());
          return { ...generation, ...by };
        } catch (error) {
          // Also one that was stopped before its first word has read the prompt.
          if (hasSpoken || (isAsked && signal.aborted)) wish.onUsed?.(cut());
          if (!(error instanceof ModelError) || hasSpoken || !modelErrorTable[error.kind].ofTheModel)
            throw error;
          failure = likelierMended(failure, error);
        }
      }
      if (paused.length > 0) {
        const retryAfterMs = breakers.waitMs(paused);
        const isOpen = new ModelError('shut_out', `breakers are open: ${paused.join(', ')}`, {
          retryAfterMs,
        });
        // One that is paused will be back, which is more than can be said of one that may not be asked.
        if (!failure || modelErrorTable[failure.kind].maxAttempts === 1) throw isOpen;
      }
      throw failure;
    },
  };
}

/**
 * Who has begun an answer gave its place away while a tool was called, and its reader has waited longest. For titles and
 * summaries nobody waits, and no reader is to wait for them.
 */
function placeOf(kind: LedgerKind, isAlone: boolean): Place {
  if (kind === 'title' || kind === 'summary') return 'nowhere';
  return kind === 'answer' && isAlone ? 'ahead' : 'end';
}

/** A second choice that is not allowed must not end a turn whose first choice is only busy. */
function likelierMended(one: ModelError | null, other: ModelError): ModelError {
  if (!one) return other;
  return modelErrorTable[other.kind].maxAttempts > modelErrorTable[one.kind].maxAttempts ? other : one;
}
