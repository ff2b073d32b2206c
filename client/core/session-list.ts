import type { WireMessage, WireSession } from '../../core/contracts/shapes.js';
import type { SessionList } from './state.js';

/** Pure changes to the list of sessions; the one with the newest activity comes first. */

/** A name of our own stays until the server has one. */
export function keepName(list: SessionList, session: WireSession): WireSession {
  const held = list.items.find((item) => item.id === session.id);
  return session.title === null && held ? { ...session, title: held.title } : session;
}

export function putSession(list: SessionList, session: WireSession): SessionList {
  const others = list.items.filter((item) => item.id !== session.id);
  const items = [keepName(list, session), ...others].sort((a, b) =>
    b.last_activity.localeCompare(a.last_activity),
  );
  return { ...list, items };
}

export function dropSession(list: SessionList, id: string): SessionList {
  return { ...list, items: list.items.filter((item) => item.id !== id) };
}

/** A message became the last one of its session. */
export function noteMessage(list: SessionList, message: WireMessage): SessionList {
  // One that waits for its answer says nothing yet.
  if (message.content === '') return list;
  const session = list.items.find((item) => item.id === message.session_id);
  if (!session || (session.last_message && session.last_message.position > message.position)) return list;
  const lastActivity =
    message.created_at > session.last_activity ? message.created_at : session.last_activity;
  return putSession(list, { ...session, last_message: message, last_activity: lastActivity });
}

/** Appends a further page. */
export function extendList(
  list: SessionList,
  items: readonly WireSession[],
  next: string | null,
): SessionList {
  const fresh = new Set(items.map((item) => item.id));
  return {
    items: [...list.items.filter((item) => !fresh.has(item.id)), ...items],
    nextCursor: next,
    status: 'ready',
  };
}
