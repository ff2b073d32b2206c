import { z } from 'zod';
import { answerPlaceKey, type KeyStore } from '../../core/backplane/keys.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import { source, toolCall } from '../../core/contracts/shapes.js';
import type { Logger } from '../../core/logger.js';
import type { AnswerStamp } from './answer-key.js';

const keptAnswer = z.object({
  key: z.string(),
  templateVersion: z.string(),
  knowledgeVersion: z.number(),
  model: z.string(),
  /** Unix time in milliseconds. */
  at: z.number(),
  content: z.string(),
  sources: z.array(source),
  toolCalls: z.array(toolCall),
  leavesOpen: z.boolean(),
});

export type KeptAnswer = z.infer<typeof keptAnswer>;

/**
 * Answers that may serve again, in the key store. Each has one place of a fixed number, by its key, and whoever comes
 * later takes the place: so they are bounded without anybody who clears up. Losing them costs a model call.
 */
export interface AnswerCache {
  /** What is kept under this key, of whatever stamp and age. Never rejects. */
  find(key: string): Promise<KeptAnswer | null>;
  /** Best effort. One that is too long is not kept. */
  keep(answer: KeptAnswer): Promise<void>;
  /** Whether it may serve instead of a model's answer. */
  isFresh(answer: KeptAnswer, stamp: AnswerStamp): boolean;
  /** Whether it may serve when no model answers: it may be older, and another model's. */
  isOfUse(answer: KeptAnswer, stamp: Omit<AnswerStamp, 'model'>): boolean;
  /** Off: nothing is found, kept or shared. */
  readonly enabled: boolean;
}

export const answerCacheLimits = {
  places: 2_048,
  /** Of an answer with its sources, as JSON. */
  bytes: 32_768,
  /** Kept for outages, when it no longer serves otherwise. */
  ttlSeconds: 86_400,
  /** A turn does not wait longer for it. */
  findMs: 250,
} as const;

export function createAnswerCache(deps: {
  keys: KeyStore;
  /** 0: off. */
  freshMinutes: number;
  /** By the rules of this worker, which may be newer than the answer. */
  mayServe(answer: KeptAnswer): boolean;
  logger: Logger;
  now?: () => number;
}): AnswerCache {
  const { keys, freshMinutes, mayServe, logger, now = Date.now } = deps;
  const enabled = freshMinutes > 0;
  const sameSources = (answer: KeptAnswer, stamp: Omit<AnswerStamp, 'model'>) =>
    answer.templateVersion === stamp.templateVersion && answer.knowledgeVersion === stamp.knowledgeVersion;
  return {
    enabled,
    find: async (key) => {
      if (!enabled) return null;
      try {
        const text = await withinMs(
          keys.get(placeOf(key)),
          answerCacheLimits.findMs,
          'the key store says nothing',
        );
        const found = text === null ? null : keptAnswer.parse(JSON.parse(text));
        // Another one may have taken the place, and today's rules may forbid what yesterday's let go.
        return found?.key === key && mayServe(found) ? found : null;
      } catch (error) {
        logger.debug({ err: error }, 'a kept answer could not be looked up');
        return null;
      }
    },
    keep: async (answer) => {
      if (!enabled) return;
      const text = JSON.stringify(answer);
      if (Buffer.byteLength(text) > answerCacheLimits.bytes) return;
      await keys.set(placeOf(answer.key), text, answerCacheLimits.ttlSeconds).catch((error) => {
        logger.debug({ err: error }, 'an answer was not kept');
      });
    },
    isFresh: (answer, stamp) =>
      sameSources(answer, stamp) && answer.model === stamp.model && now() - answer.at < freshMinutes * 60_000,
    isOfUse: sameSources,
  };
}

function placeOf(key: string): string {
  return answerPlaceKey(Number.parseInt(key.slice(0, 8), 16) % answerCacheLimits.places);
}
