import type { WireMessage } from '../../core/contracts/shapes.js';
import { type Entry, hasEnded, toEntry } from './conversation.js';
import { isSuperseded, withoutReplaced } from './versions.js';

/** Pure changes to the rows of a conversation. Each returns the same array when nothing changed. */

/** Where messages are that are on their way. */
export const atTheEnd = Number.MAX_SAFE_INTEGER;

/** Where one is that was refused after the message of this position: what is sent later stands below it. */
export function behind(position: number): number {
  return position + 0.5;
}

export function findByMessage(entries: readonly Entry[], messageId: string): Entry | undefined {
  return entries.find((entry) => entry.message.id === messageId);
}

export function replaceEntry(entries: readonly Entry[], key: string, next: Entry): readonly Entry[] {
  return entries.map((entry) => (entry.key === key ? next : entry));
}

/**
 * Puts a message from the server in its place: over the row it belongs to (the same id, or the one this client
 * made for it), else by position. What it has replaced goes; what has been replaced does not come back.
 */
export function placeMessage(all: readonly Entry[], message: WireMessage): readonly Entry[] {
  const entries = withoutReplaced(all, message);
  const mine = entries.find(
    (entry) =>
      entry.message.id === message.id ||
      (message.client_message_id !== null &&
        entry.message.client_message_id === message.client_message_id &&
        entry.message.type === message.type),
  );
  if (!mine) return isSuperseded(entries, message) ? entries : insert(entries, toEntry(message));
  return moveEntry(entries, mine, { ...mine, message, delivery: 'sent', problem: null });
}

/** One row in place of another, where its position is. */
export function moveEntry(entries: readonly Entry[], from: Entry, to: Entry): readonly Entry[] {
  if (from.message.position === to.message.position) return replaceEntry(entries, from.key, to);
  const others = entries.filter((entry) => entry !== from);
  return insert(others, to);
}

function insert(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const at = entries.findIndex((other) => other.message.position > entry.message.position);
  return at === -1 ? [...entries, entry] : [...entries.slice(0, at), entry, ...entries.slice(at)];
}

/** The confirmed rows before a page. */
function before(entries: readonly Entry[], page: readonly WireMessage[]): readonly Entry[] {
  const first = page[0]?.position ?? Number.POSITIVE_INFINITY;
  return entries.filter((entry) => entry.delivery === 'sent' && entry.message.position < first);
}

/**
 * Whether no hole is between what is held and a page. Positions count up by one, but for those of earlier versions: an
 * answer follows its question, and before an edited question nobody can tell.
 */
export function touches(entries: readonly Entry[], page: readonly WireMessage[]): boolean {
  const last = before(entries, page).at(-1)?.message;
  const [first] = page;
  if (!last || !first) return true;
  return first.version > 1 ? last.id === first.reply_to : last.position >= first.position - 1;
}

/**
 * A page of history over what is held. Rows older than the page stay, unless there is a hole between them and
 * it: then they are dropped, and come back page by page. Inside its range the page decides; rows that the
 * server has not confirmed stay at the end, or where they were refused. Text that is being streamed is kept: history has none
 * for it, and the events to come fit on to it or say that they do not.
 */
export function mergePage(entries: readonly Entry[], page: readonly WireMessage[]): readonly Entry[] {
  const older = touches(entries, page) ? before(entries, page) : [];
  const confirmed = new Set(page.flatMap((message) => message.client_message_id ?? []));
  const unsent = entries.filter(
    (entry) => entry.delivery !== 'sent' && !confirmed.has(entry.message.client_message_id ?? ''),
  );
  const inPage = page.map((message) => {
    const held = findByMessage(entries, message.id);
    if (!held) return toEntry(message);
    return !hasEnded(message) && !hasEnded(held.message)
      ? { ...held, message: { ...message, status: held.message.status, content: held.message.content } }
      : { ...toEntry(message), key: held.key };
  });
  const end = behind(page.at(-1)?.position ?? 0);
  return unsent.map((entry) => settleAt(entry, end)).reduce(insert, [...older, ...inPage]);
}

/** Where a message was refused may not be known, as when it was out of sight: then it is here. */
function settleAt(entry: Entry, position: number): Entry {
  if (entry.delivery !== 'refused' || entry.message.position !== atTheEnd) return entry;
  return { ...entry, message: { ...entry.message, position } };
}

/** An older page before everything held. */
export function prependPage(entries: readonly Entry[], page: readonly WireMessage[]): readonly Entry[] {
  const held = new Set(entries.map((entry) => entry.message.id));
  const confirmed = entries.filter(({ delivery }) => delivery === 'sent');
  const unsent = entries.filter(({ delivery }) => delivery !== 'sent');
  const fresh = page.filter((message) => !held.has(message.id)).map(toEntry);
  return unsent.reduce(insert, [...fresh, ...confirmed]);
}
