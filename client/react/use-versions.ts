import { useCallback, useState } from 'react';
import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Entry } from '../core/conversation.js';
import { toEntry } from '../core/conversation.js';
import { countVersions, type Leafed, leaf } from '../core/versions.js';
import { useStore } from './use-aside.js';

/** A row as it is looked at: the current version, or an earlier one in its place. */
export interface Viewed {
  entry: Entry;
  /** How many versions there are. */
  versions: number;
  isCurrent: boolean;
  leaf: (by: 1 | -1) => void;
}

/** What is looked at of each exchange, for as long as the last question is the one that it was. */
interface Views {
  last: string | undefined;
  of: Readonly<Record<string, Leafed>>;
}

/**
 * Leafing through versions. What is looked at is this page's alone. It ends when a newer version comes, and with the next
 * question: that goes on from the current versions, and what is answered has to be what is on screen.
 */
export function useVersions(entries: readonly Entry[]): (entry: Entry) => Viewed | null {
  const store = useStore();
  const last = entries.findLast(({ message }) => message.type === 'user')?.key;
  const [leafedTo, setLeafedTo] = useState<Views>({ last, of: {} });
  const views = leafedTo.last === last ? leafedTo.of : {};
  const turn = useCallback(
    async (exchange: string, shown: WireMessage, known: Leafed | undefined, by: 1 | -1) => {
      const rows = known?.rows ?? (await store.readVersions(exchange));
      const next = rows && leaf(rows, shown, by);
      if (!next) return;
      setLeafedTo((before) => ({
        last,
        of: { ...(before.last === last ? before.of : {}), [exchange]: next },
      }));
    },
    [store, last],
  );

  return (entry) => {
    const { message } = entry;
    const isAnswer = message.type === 'assistant';
    const exchange = (isAnswer ? message.reply_to : message.id) ?? message.id;
    const answer = isAnswer ? message : entries.find((other) => other.message.reply_to === exchange)?.message;
    const held = views[exchange];
    const leafed = held?.rows.some(({ id }) => id === answer?.id) ? held : undefined;
    const wanted = leafed && (isAnswer ? leafed.answer : leafed.question);
    if (wanted === null) return null;
    const earlier = wanted === message.id ? undefined : leafed?.rows.find(({ id }) => id === wanted);
    const shown = earlier ? { ...toEntry(earlier), key: entry.key } : entry;
    return {
      entry: shown,
      versions: countVersions(shown.message, leafed),
      isCurrent: leafed === undefined || (leafed.question === exchange && leafed.answer === answer?.id),
      leaf: (by) => void turn(exchange, shown.message, leafed, by),
    };
  };
}

/** Whether rows with these props look alike: for `memo`, since each drawing of the list makes them anew. */
export function looksAlike<Props extends { viewed: Viewed }>(a: Props, b: Props): boolean {
  const [one, other] = [a.viewed, b.viewed];
  return (
    one.versions === other.versions &&
    one.isCurrent === other.isCurrent &&
    one.entry.message === other.entry.message &&
    one.entry.delivery === other.entry.delivery &&
    one.entry.problem === other.entry.problem &&
    (Object.keys(a) as (keyof Props)[]).every((name) => name === 'viewed' || a[name] === b[name])
  );
}
