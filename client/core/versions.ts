import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Entry } from './conversation.js';

/**
 * Versions of questions and answers on the page, which holds current ones only. Pure. A message of a later version
 * stands right behind the rows that it has replaced, so that places tell what `replaces` does not reach.
 */

/** Whether a message that is not held is an earlier version of one that is: told again by an old event. */
export function isSuperseded(entries: readonly Entry[], message: WireMessage): boolean {
  const next = entries.find(
    (entry) => entry.delivery === 'sent' && entry.message.position > message.position,
  )?.message;
  return next !== undefined && next.version > 1 && next.reply_to !== message.id;
}

/** The rows that stay when a message comes. */
export function withoutReplaced(entries: readonly Entry[], message: WireMessage): readonly Entry[] {
  if (!(message.version > 1)) return entries;
  const isReplaced = ({ delivery, message: held }: Entry) => {
    if (delivery !== 'sent' || held.id === message.id || held.position > message.position) return false;
    if (message.type === 'user') return held.id === message.replaces || held.reply_to === message.replaces;
    return held.type === 'assistant' && held.reply_to === message.reply_to;
  };
  return entries.some(isReplaced) ? entries.filter((entry) => !isReplaced(entry)) : entries;
}

/** What is shown: a question that is on its way in the place of another already stands there. */
export function withoutEdited(entries: readonly Entry[]): readonly Entry[] {
  const edited = entries.flatMap(({ delivery, message }) =>
    (delivery === 'sending' || delivery === 'waiting') && message.replaces ? message.replaces : [],
  );
  if (edited.length === 0) return entries;
  return entries.filter(
    ({ delivery, message: { id, reply_to } }) =>
      delivery !== 'sent' || !(edited.includes(id) || (reply_to !== null && edited.includes(reply_to))),
  );
}

/** Which versions of an exchange are looked at, and all there are, as the server has told them. */
export interface Leafed {
  rows: readonly WireMessage[];
  question: string;
  answer: string | null;
}

/** One version further or back, of a question with the newest of its answers, or of an answer. */
export function leaf(rows: readonly WireMessage[], shown: WireMessage, by: 1 | -1): Leafed | null {
  const alike = rows.filter(({ type, reply_to }) => type === shown.type && reply_to === shown.reply_to);
  const next = alike[alike.findIndex(({ id }) => id === shown.id) + by];
  if (!next) return null;
  if (next.type === 'assistant') return { rows, question: next.reply_to ?? '', answer: next.id };
  const answers = rows.filter(({ reply_to }) => reply_to === next.id);
  return { rows, question: next.id, answer: answers.at(-1)?.id ?? null };
}

/** How many versions there are of a message that is shown; the current one says it itself. */
export function countVersions(shown: WireMessage, leafed: Leafed | undefined): number {
  const alike = leafed?.rows.filter(
    ({ type, reply_to }) => type === shown.type && reply_to === shown.reply_to,
  );
  return Math.max(shown.version, alike?.at(-1)?.version ?? 1);
}

/** The last question, when it may be edited and its answer given again: all has ended, and nothing is unsent. */
export function changeable(
  entries: readonly Entry[],
  turns: Readonly<Record<string, unknown>>,
): string | null {
  if (Object.keys(turns).length > 0 || entries.some(({ delivery }) => delivery !== 'sent')) return null;
  return entries.findLast(({ message }) => message.type === 'user')?.message.id ?? null;
}
