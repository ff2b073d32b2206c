import { percentile } from '../../report/statistics.js';

/** Something that has to hold, what was measured, and whether it does. */
export interface Finding {
  must: string;
  measured: string;
  holds: boolean;
}

export function finding(must: string, measured: string | number, holds: boolean): Finding {
  return { must, measured: String(measured), holds };
}

/** A count that has to be zero. */
export function none(what: string, count: number): Finding {
  return finding(`no ${what}`, count, count === 0);
}

/** Nothing measured is no success. `share` 1 is the largest. */
export function atMost(what: string, values: readonly number[], share: number, limitMs: number): Finding {
  const value = percentile(values, share);
  const name = share === 1 ? 'at most' : `p${share * 100} ≤`;
  return finding(
    `${what}: ${name} ${limitMs.toLocaleString('en')} ms`,
    values.length === 0 ? 'never measured' : `${shown(value)} of ${values.length}`,
    values.length > 0 && value <= limitMs,
  );
}

function shown(ms: number): string {
  return Number.isFinite(ms) ? `${Math.round(ms).toLocaleString('en')} ms` : 'never';
}
