import type { EncodedEvent } from '../../../core/backplane/event-log.js';
import type { SessionEvent } from '../../../core/contracts/events.js';
import type { ServerEnvelope } from '../../../core/contracts/socket.js';
import type { AsideError } from '../../../core/domain/errors.js';
import { type Frame, jsonIn } from '../frame.js';

/** Envelopes of frames that live: encoded once for all sockets of this process, and gone with the frame. */
const encoded = new WeakMap<Frame, Buffer>();

export function envelopeOf(frame: Frame): Buffer {
  const held = encoded.get(frame);
  if (held) return held;
  const bytes = Buffer.from(JSON.stringify(wrap(JSON.parse(jsonIn(frame)))));
  encoded.set(frame, bytes);
  return bytes;
}

export function ephemeralEnvelope(event: EncodedEvent): string {
  return JSON.stringify(wrap(JSON.parse(event.json)));
}

/**
 * An event in the envelope. Nothing is lost: the event is `{id: metadata.cursor, type: metadata.event, session_id, at:
 * timestamp}` and everything else of `metadata` but `code`.
 */
function wrap(event: SessionEvent): ServerEnvelope {
  const { id, type, session_id, at, ...carried } = event;
  return {
    type: envelopeType(event),
    session_id,
    ...bodyOf(event),
    metadata: {
      event: type,
      ...(id === undefined ? {} : { cursor: id }),
      ...(type === 'turn.failed' && { code: event.error.code }),
      ...carried,
    },
    timestamp: at,
  };
}

function envelopeType({ type }: SessionEvent): ServerEnvelope['type'] {
  switch (type) {
    case 'message.created':
    case 'turn.completed':
    case 'turn.stopped':
      return 'message';
    case 'turn.failed':
      return 'error';
    case 'typing':
      return 'typing';
    default:
      return 'status';
  }
}

function bodyOf(event: SessionEvent): Pick<ServerEnvelope, 'message_id' | 'content'> {
  if ('message' in event) return { message_id: event.message.id, content: event.message.content };
  const message_id = 'message_id' in event ? event.message_id : null;
  if (event.type === 'message.delta') return { message_id, content: event.text };
  if (event.type === 'turn.failed') return { message_id, content: event.error.message };
  return { message_id, content: '' };
}

/** What the server says of its own: about a frame of the client, or about the connection. */
export function statusEnvelope(
  event: string,
  about: { sessionId: string | null; messageId?: string | null },
  metadata: Record<string, unknown>,
): string {
  return own('status', about, '', { event, ...metadata });
}

/** A refusal, in the words that HTTP has for it. */
export function errorEnvelope(
  error: AsideError,
  about: { sessionId: string | null; messageId?: string | null },
  correlationId: string,
): string {
  return own('error', about, error.message, {
    code: error.code,
    ...(error.details && { details: error.details }),
    ...(error.retryAfter !== undefined && { retry_after: error.retryAfter }),
    correlation_id: correlationId,
  });
}

function own(
  type: ServerEnvelope['type'],
  { sessionId, messageId = null }: { sessionId: string | null; messageId?: string | null },
  content: string,
  metadata: Record<string, unknown>,
): string {
  const envelope: ServerEnvelope = {
    type,
    session_id: sessionId,
    message_id: messageId,
    content,
    metadata,
    timestamp: new Date().toISOString(),
  };
  return JSON.stringify(envelope);
}
