import { z } from 'zod';
import { eventCursor, id, idempotencyKey, quickAction } from './ids.js';
import { language, sessionContext, sessionLimits } from './shapes.js';
import { messageContent, storableText } from './text.js';

/**
 * The envelope of the WebSocket, the same both ways: `{type, session_id, message_id, content, metadata, timestamp}`.
 * What a client sends is strict; what the server sends may grow new fields in `metadata`.
 */

/** Fields of the envelope that a frame has no use for may be left out, null or empty. */
const unused = z.union([z.literal(''), z.null()]).optional();
const noMetadata = z.union([z.strictObject({}), z.null()]).optional();
const envelope = {
  session_id: id.toLowerCase(),
  /** The client's own clock; the server keeps its own time. */
  timestamp: z.iso.datetime({ offset: true }).nullish(),
};
const shortText = storableText(sessionLimits.shortText);

export const clientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    ...envelope,
    type: z.literal('status'),
    message_id: unused,
    content: unused,
    metadata: z.strictObject({
      action: z.enum(['subscribe', 'unsubscribe']),
      /** Of `subscribe`: the cursor of the last event the client has; without it, it is told of what comes. */
      after: eventCursor.nullish(),
    }),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('message'),
    /** The client's own: the idempotency key of the message. */
    message_id: idempotencyKey,
    /** May be left out beside a quick action. */
    content: messageContent.optional(),
    metadata: z
      .strictObject({
        client_name: shortText.nullish(),
        context: sessionContext.nullish(),
        quick_action: quickAction.nullish(),
        /** Of the words of the quick action. */
        language: language.nullish(),
      })
      .nullish(),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('typing'),
    message_id: unused,
    content: unused,
    metadata: noMetadata,
  }),
]);

export const serverEnvelope = z.object({
  type: z.enum(['message', 'typing', 'status', 'error']),
  session_id: id.nullable(),
  message_id: z.string().nullable(),
  content: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  timestamp: z.iso.datetime(),
});

export type ClientFrame = z.infer<typeof clientFrame>;
export type MessageFrame = Extract<ClientFrame, { type: 'message' }>;
export type ServerEnvelope = z.infer<typeof serverEnvelope>;
