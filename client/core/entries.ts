import type { WireMessage } from '../../core/contracts/shapes.js';
import { type Entry, hasEnded, toEntry } from './conversation.js';
import { isSuperseded, withoutReplaced } from './versions.js';

/** Pure changes to the rows of a conversation. Each returns the same array when nothing changed. */

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
  const next: Entry = { ...mine, message, delivery: 'sent', problem: null };
  return mine.message.position === message.position
    ? replaceEntry(entries, mine.key, next)
    : insert(
        entries.filter((entry) => entry !== mine),
        next,
      );
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
 * server has not confirmed stay at the end. Text that is being streamed is kept: history has none
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
  return [...older, ...inPage, ...unsent];
}

/** An older page before everything held. */
export function prependPage(entries: readonly Entry[], page: readonly WireMessage[]): readonly Entry[] {
  const held = new Set(entries.map((entry) => entry.message.id));
  return [...page.filter((message) => !held.has(message.id)).map(toEntry), ...entries];
}
