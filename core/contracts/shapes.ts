import { z } from 'zod';
import { eventCursor, id } from './ids.js';
import { storableJson, storableText } from './text.js';

/**
 * What travels on the wire, in snake_case. Requests are strict (unknown keys are refused); answers may grow
 * new fields, and readers ignore those they do not know.
 */

export const sessionStatus = z.enum(['active', 'closed', 'archived', 'escalated']);
export const messageType = z.enum(['user', 'assistant', 'system']);
export const messageStatus = z.enum(['pending', 'streaming', 'complete', 'stopped', 'failed', 'blocked']);
export const turnState = z.enum(['queued', 'running', 'completed', 'stopped', 'failed']);
export const turnStage = z.enum(['understanding', 'searching', 'writing']);
export const language = z.enum(['en', 'fr']);
export const intentMethod = z.enum(['pattern', 'classifier', 'ai', 'follow_up', 'fallback', 'quick_action']);

const instant = z.iso.datetime();
/** Of what a session holds, in characters, entries, and bytes of JSON. */
export const sessionLimits = {
  shortText: 200,
  projectText: 4_000,
  tagText: 100,
  tags: 50,
  jsonBytes: 8_192,
  jsonDepth: 4,
} as const;

const shortText = storableText(sessionLimits.shortText);
const tags = z.array(storableText(sessionLimits.tagText)).max(sessionLimits.tags);
const freeForm = storableJson({ maxBytes: sessionLimits.jsonBytes, maxDepth: sessionLimits.jsonDepth });

export const sessionContext = z.strictObject({
  client_name: shortText.nullish(),
  meeting_type: shortText.nullish(),
  project_context: storableText(sessionLimits.projectText).nullish(),
  service_types: tags.optional(),
  cloud_providers: tags.optional(),
  custom_fields: freeForm.optional(),
});

export const sessionMetadata = freeForm;

export const failure = z.object({ code: z.string(), message: z.string() });
export const intent = z.object({ name: z.string(), confidence: z.number(), method: intentMethod });
export const entity = z.object({
  type: z.string(),
  text: z.string(),
  value: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});
export const sentiment = z.object({ label: z.enum(['positive', 'neutral', 'negative']), score: z.number() });
export const usage = z.object({
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  cached_tokens: z.number().int(),
  cost_usd: z.number().nullable(),
});
export const source = z.object({
  number: z.number().int(),
  title: z.string(),
  path: z.string(),
  url: z.string().nullable(),
  quote: z.string(),
  score: z.number(),
});

const decimal = z.string().regex(/^\d+(?:\.\d+)?$/);

/** What `estimate_cost` gives for a month. Sums are decimals as text: the total is that of the lines, to the cent. */
export const estimate = z.object({
  region: z.string(),
  currency: z.literal('USD'),
  lines: z.array(
    z.object({
      item: z.string(),
      quantity: decimal,
      unit: z.string(),
      /** For each `per` units. */
      unit_price: decimal,
      per: z.number().int(),
      amount: decimal,
    }),
  ),
  total: decimal,
  /** What was asked for, is in no price list, and so is not in the total; left out where there is nothing. */
  missing: z.array(z.string()).optional(),
  prices: z.array(z.object({ name: z.string(), url: z.string(), as_of: z.string() })),
});

/** A tool that the model called for its answer, in order; the result of one that failed is `{ error }`. */
export const toolCall = z.object({
  name: z.string(),
  status: z.enum(['success', 'error']),
  input: z.unknown(),
  result: z.record(z.string(), z.unknown()),
});

export const message = z.object({
  id,
  session_id: id,
  position: z.number().int(),
  type: messageType,
  status: messageStatus,
  content: z.string(),
  client_message_id: z.string().nullable(),
  turn_id: id.nullable(),
  reply_to: id.nullable(),
  /** From 1; that of the current one says how many there are. */
  version: z.number().int(),
  /** The version before this one. */
  replaces: id.nullable(),
  /** What stands in its place now; null: it is the current version. */
  replaced_by: id.nullable(),
  /** Which quick action asked, if one did. */
  quick_action: z.string().nullable(),
  created_at: instant,
  language: language.nullable(),
  intent: intent.nullable(),
  entities: z.array(entity),
  sentiment: sentiment.nullable(),
  model: z.string().nullable(),
  /** Which prompt made an answer, as `cost@2.1`: template, version of the common texts, version of its own. */
  template: z.string().nullable(),
  fallback: z.boolean(),
  cached: z.boolean(),
  cached_at: instant.nullable(),
  canned: z.boolean(),
  usage: usage.nullable(),
  processing_ms: z.number().nullable(),
  sources: z.array(source),
  tool_calls: z.array(toolCall),
  /** The answer ends where the model had to stop; asking to go on gets the rest. */
  truncated: z.boolean(),
  error: failure.nullable(),
});

/** Milliseconds each step of a turn took; null until it is known. */
export const timings = z.object({
  queued_ms: z.number().nullable(),
  understand_ms: z.number().nullable(),
  recall_ms: z.number().nullable(),
  compose_ms: z.number().nullable(),
  first_token_ms: z.number().nullable(),
  total_ms: z.number().nullable(),
});

export const turn = z.object({
  id,
  session_id: id,
  message_id: id,
  answer_id: id,
  state: turnState,
  attempt: z.number().int(),
  /** Place in the session's line while queued: 1 is next. 0 once running or ended. */
  position: z.number().int(),
  timings,
  error: failure.nullable(),
  message: message.nullish(),
});

export const activeTurn = z.object({
  id,
  state: turnState,
  position: z.number().int(),
  /** The answer's message id. */
  message_id: id,
  /** Reading the events after this cursor gives the turn's events from its beginning. */
  cursor: eventCursor,
});

/** Of a budget that is nearly used up, or is. */
export const budgetStanding = z.object({
  window: z.enum(['day', 'month']),
  /** 0 to 1, and more where a turn took more than was reserved for it. */
  fraction: z.number(),
  /** When the window is over. */
  resets_at: instant,
});

export const session = z.object({
  id,
  user_id: z.string(),
  title: z.string().nullable(),
  status: sessionStatus,
  context: z.object({
    client_name: z.string().nullable(),
    meeting_type: z.string().nullable(),
    project_context: z.string().nullable(),
    service_types: z.array(z.string()),
    cloud_providers: z.array(z.string()),
    custom_fields: z.record(z.string(), z.unknown()),
  }),
  /** What the conversation has named so far, newest first, each with the message that named it last. */
  entities: z.array(z.object({ type: z.string(), value: z.string(), message_id: id })),
  metadata: z.record(z.string(), z.unknown()),
  rating: z.number().int().nullable(),
  message_count: z.number().int(),
  last_message: message.nullable(),
  active_turn: activeTurn.nullable(),
  created_at: instant,
  updated_at: instant,
  last_activity: instant,
  expires_at: instant.nullable(),
});

export type WireSession = z.infer<typeof session>;
export type WireMessage = z.infer<typeof message>;
export type WireTurn = z.infer<typeof turn>;
export type WireActiveTurn = z.infer<typeof activeTurn>;
export type WireSource = z.infer<typeof source>;
export type WireEstimate = z.infer<typeof estimate>;
export type WireToolCall = z.infer<typeof toolCall>;
export type WireBudgetStanding = z.infer<typeof budgetStanding>;
export type WireFailure = z.infer<typeof failure>;
