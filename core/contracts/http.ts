import { z } from 'zod';
import { clientId, eventCursor, id, idempotencyKey, pageCursor, quickAction } from './ids.js';
import {
  budgetStanding,
  language,
  message,
  messageType,
  session,
  sessionContext,
  sessionLimits,
  sessionMetadata,
  sessionStatus,
  turn,
} from './shapes.js';
import { messageContent, storableText } from './text.js';

/** Request bodies and queries of the REST API, and the shape of each answer. */

/** Rows of a list that are answered when no number is asked for, and at most; seconds a poll may wait. */
export const queryLimits = { rows: 50, maxRows: 100, pollSeconds: 25 } as const;

const title = storableText(sessionLimits.shortText).refine((text) => text.trim() !== '', {
  error: 'must not be blank',
});
/** When the session closes by itself; null: never. A time that has passed closes it within a minute. */
const expiresAt = z.iso.datetime().nullable().optional();
export const limit = z.coerce.number().int().min(1).max(queryLimits.maxRows).default(queryLimits.rows);

export const sessionParams = z.strictObject({ id });
export const turnParams = z.strictObject({ id, turn_id: id });

export const createSessionBody = z.strictObject({
  title: title.nullish(),
  context: sessionContext.optional(),
  metadata: sessionMetadata.optional(),
  expires_at: expiresAt,
});

export const updateSessionBody = z
  .strictObject({
    title: title.nullable().optional(),
    context: sessionContext.optional(),
    status: sessionStatus.extract(['active', 'closed', 'archived']).optional(),
    metadata: sessionMetadata.optional(),
    expires_at: expiresAt,
  })
  .refine((body) => Object.keys(body).length > 0, { error: 'must change at least one field' });

export const listSessionsQuery = z.strictObject({
  limit,
  cursor: pageCursor.optional(),
  status: sessionStatus.optional(),
});

export const historyQuery = z.strictObject({
  limit,
  /** Page cursor to older messages; the newest page is the default. */
  before: pageCursor.optional(),
  /** Page cursor to newer messages. */
  after: pageCursor.optional(),
  cursor: pageCursor.optional(),
  type: messageType.optional(),
  /** Of one question: all versions of it and of its answers, in place of a page. */
  versions_of: id.optional(),
});

const messageFields = z.strictObject({
  /** With a quick action: what is said beside it. */
  content: messageContent.optional(),
  client_message_id: idempotencyKey.optional(),
  /** What the page knows of the session by now: changes its context together with the message. */
  context: sessionContext.optional(),
  /** Which quick action asked, if one did. */
  quick_action: quickAction.optional(),
  /** The last question of the session, which this one takes the place of. */
  replaces: id.toLowerCase().optional(),
  /** In which the quick action speaks; else as `Accept-Language` says. */
  language: language.optional(),
});
export const postMessageBody = messageFields.superRefine((body, check) => {
  if (body.content !== undefined || body.quick_action !== undefined) return;
  check.addIssue({ code: 'invalid_type', expected: 'string', path: ['content'], input: undefined });
});

/** Seconds a ticket may be used, once. */
export const STREAM_TICKET_SECONDS = 30;
/** What a ticket looks like is checked where it is redeemed: any other text is one that is not known. */
const ticket = z.string().optional();

export const streamTicketBody = z.strictObject({ session_id: id.toLowerCase() });
export const socketQuery = z.strictObject({ ticket });

export const typingQuery = z.strictObject({ client: clientId.optional() });

export const eventsQuery = z.strictObject({
  after: eventCursor.optional(),
  client: clientId.optional(),
  ticket,
  /** Seconds a long poll may wait for the first event. */
  wait: z.coerce.number().int().min(0).max(queryLimits.pollSeconds).default(queryLimits.pollSeconds),
});

export const page = z.object({ next_cursor: z.string().nullable(), has_more: z.boolean() });

/**
 * `can_write`: whether the caller's roles let him ask, or only read; `budget`: his own, where it is nearly used up. They are
 * told here since widgets begin with the list.
 */
export const sessionPage = z.object({
  data: z.array(session),
  page,
  can_write: z.boolean(),
  budget: budgetStanding.nullable(),
});
/** Newest page first; inside a page messages stand in reading order. */
export const historyPage = z.object({ data: z.array(message), page, cursor: eventCursor });
export const postMessageAnswer = z.object({ message, turn, events_url: z.string() });
export const streamTicketAnswer = z.object({ ticket: z.string(), expires_in: z.number().int() });
export const pollAnswer = z.object({
  events: z.array(z.record(z.string(), z.unknown())),
  cursor: eventCursor,
});

export type CreateSessionBody = z.infer<typeof createSessionBody>;
export type UpdateSessionBody = z.infer<typeof updateSessionBody>;
export type ListSessionsQuery = z.infer<typeof listSessionsQuery>;
export type HistoryQuery = z.infer<typeof historyQuery>;
export type PostMessageBody = z.infer<typeof postMessageBody>;
export type EventsQuery = z.infer<typeof eventsQuery>;
export type StreamTicketBody = z.infer<typeof streamTicketBody>;
export type StreamTicketAnswer = z.infer<typeof streamTicketAnswer>;
export type SocketQuery = z.infer<typeof socketQuery>;
export type TypingQuery = z.infer<typeof typingQuery>;
export type SessionPage = z.infer<typeof sessionPage>;
export type HistoryPage = z.infer<typeof historyPage>;
export type PostMessageAnswer = z.infer<typeof postMessageAnswer>;
