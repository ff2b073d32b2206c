import type { Bound, BoundKind } from '../doctor/bounds/bound.js';
import { bounds } from '../doctor/bounds.js';
import { replaceMarked } from './replace-marked.js';

const titles: Record<BoundKind, string> = {
  queue: 'Queues',
  buffer: 'Buffers',
  cache: 'Caches',
  retry: 'Retries',
  pool: 'Pools',
  timer: 'Timers',
  size: 'Sizes',
  count: 'Counts',
};

/** All bounds as Markdown, by kind, in the order of the table. */
function boundsTable(): string {
  const kinds = Object.entries(titles) as [BoundKind, string][];
  return kinds
    .map(([kind, title]) => {
      const rows = bounds.filter((bound) => bound.kind === kind).map(row);
      return [`## ${title}\n`, '| bound | of what | why this number | where |', '|---|---|---|---|', ...rows];
    })
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function row({ value, unit, what, why, where, name }: Bound): string {
  return `| ${value.toLocaleString('en-GB')} ${unit} | ${what} | ${why} | \`${where}\`, \`${name}\` |`;
}

/** A document with the table of today between its two marks. Throws when it has none. */
export function withBoundsTable(document: string): string {
  return replaceMarked(document, 'bounds', boundsTable());
}
