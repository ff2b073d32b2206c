import type { SessionEvent, SessionEventType } from '../../core/contracts/events.js';

const known = {
  'message.created': true,
  'turn.queued': true,
  'turn.started': true,
  'turn.stage': true,
  'message.delta': true,
  'turn.restarted': true,
  'turn.model': true,
  'turn.completed': true,
  'turn.stopped': true,
  'turn.failed': true,
  'session.updated': true,
  'budget.warning': true,
  snapshot: true,
  typing: true,
  'stream.closing': true,
} satisfies Record<SessionEventType, true>;

/** An event of the wire, or null for one this client does not know: newer servers may send more. */
export function readEvent(value: unknown): SessionEvent | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  return typeof value.type === 'string' && Object.hasOwn(known, value.type) ? (value as SessionEvent) : null;
}
