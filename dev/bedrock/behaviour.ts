import { z } from 'zod';
import { type GarbageKind, garbageKinds } from './frames.js';

const milliseconds = z.number().min(0).max(600_000);
const tokenCount = z.number().int().min(0).max(5_000_000);

/**
 * What a scripted request does otherwise than to answer well. Faults that say `afterTokens` happen after that many
 * tokens have been sent, or at the end of the answer if it is shorter.
 */
export const behaviourSchema = z.strictObject({
  /** From request to first token, and between tokens. 0 is as fast as the socket takes it. */
  firstTokenMs: milliseconds.optional(),
  tokenMs: milliseconds.optional(),
  /** Said word for word in place of the model's answer; `{question}` in it stands for the question. */
  answer: z.string().max(10_000_000).optional(),
  /** Tools that it calls after its answer, or instead of one; the input is said word for word, JSON or not. */
  toolUses: z
    .array(z.strictObject({ name: z.string().max(200), input: z.string().max(1_000_000) }))
    .max(100)
    .optional(),
  /** The answer said so many times. */
  repeat: z.number().int().min(1).max(100_000).optional(),
  /** The answer repeated or cut to exactly so many tokens. */
  lengthTokens: tokenCount.optional(),
  /** Characters in a token, about 4 unless said otherwise; large ones make large answers affordable. */
  tokenChars: z.number().int().min(1).max(100_000).optional(),
  /** Goes on beyond the request's `maxTokens`, which no model does. */
  beyondMaxTokens: z.boolean().optional(),
  httpError: z
    .strictObject({
      status: z.number().int().min(400).max(599),
      type: z.string().regex(/^[A-Za-z]+$/),
      message: z.string().max(1_000).default('Scripted error.'),
      retryAfterSeconds: z.number().int().min(0).max(3_600).optional(),
    })
    .optional(),
  /** Status of an answer with an HTML body, as a proxy in between would give. */
  htmlError: z.number().int().min(400).max(599).optional(),
  resetBeforeHeaders: z.boolean().optional(),
  /** Takes the request and never answers. */
  silentBefore: z.boolean().optional(),
  streamException: z
    .strictObject({
      type: z.string().regex(/^[A-Za-z]+$/),
      afterTokens: tokenCount.default(0),
      message: z.string().max(1_000).default('Scripted exception.'),
    })
    .optional(),
  resetAfterTokens: tokenCount.optional(),
  silentAfterTokens: tokenCount.optional(),
  /** Bytes that are no good frame, then the end of the response. */
  garbageAfterTokens: tokenCount.optional(),
  /**
   * checksum: a frame with one bit flipped (also when it is not said). noise: bytes that begin no frame. length: a
   * frame that says it is of almost 2 GiB. unfinished: the first bytes of one that rightly says it is of 16 MB. After
   * these two the response stays open, as if the rest were on its way.
   */
  garbageKind: z.enum(garbageKinds).optional(),
  /** The response ends cleanly, but without messageStop: after the whole answer, or after so many tokens. */
  endWithoutStop: z.union([z.boolean(), tokenCount]).optional(),
  /** messageStop without any text. */
  empty: z.boolean().optional(),
  stopReason: z.string().min(1).max(64).optional(),
  /** The response is written in pieces of so many bytes, cutting frames in odd places. */
  splitBytes: z.number().int().min(1).max(65_536).optional(),
});

export type Behaviour = z.output<typeof behaviourSchema>;

/** What is asked of the stand-in: to converse, to search a knowledge base, to embed texts. */
export const operations = ['converse', 'retrieve', 'invoke'] as const;

export const scriptSchema = behaviourSchema.extend({
  /** Applies to requests of this kind only. */
  operation: z.enum(operations).default('converse'),
  /** Applies to questions that contain this text; without it, to all. */
  match: z.string().max(20_000).optional(),
  /** Applies to requests of this model, or knowledge base, only. */
  model: z.string().min(1).max(2_048).optional(),
  /** How many requests it applies to; without it, until it is deleted. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Share of the requests it applies to. The choice is pseudo-random but the same in each run. */
  probability: z.number().min(0).max(1).optional(),
});

export type ScriptInput = z.input<typeof scriptSchema>;

export type Ending =
  | { kind: 'complete' }
  | { kind: 'exception'; type: string; message: string }
  | { kind: 'reset' }
  | { kind: 'silent' }
  | { kind: 'garbage'; of: GarbageKind }
  | { kind: 'end' };

/** Where a stream ends and how: the first fault that the behaviour names. */
export function endingOf(behaviour: Behaviour): { afterTokens: number; ending: Ending } {
  const { streamException, endWithoutStop } = behaviour;
  if (streamException) {
    const { type, message, afterTokens } = streamException;
    return { afterTokens, ending: { kind: 'exception', type, message } };
  }
  if (behaviour.resetAfterTokens !== undefined) return fault('reset', behaviour.resetAfterTokens);
  if (behaviour.silentAfterTokens !== undefined) return fault('silent', behaviour.silentAfterTokens);
  if (behaviour.garbageAfterTokens !== undefined) {
    const of = behaviour.garbageKind ?? 'checksum';
    return { afterTokens: behaviour.garbageAfterTokens, ending: { kind: 'garbage', of } };
  }
  if (endWithoutStop !== undefined && endWithoutStop !== false) {
    return fault('end', endWithoutStop === true ? Number.POSITIVE_INFINITY : endWithoutStop);
  }
  return { afterTokens: Number.POSITIVE_INFINITY, ending: { kind: 'complete' } };
}

function fault(kind: 'reset' | 'silent' | 'end', afterTokens: number) {
  return { afterTokens, ending: { kind } };
}
