import type { Tokens } from 'marked';

/** A table that is a sum: what, how it was worked out, the amount. */
export interface Ledger {
  heads: { item: Tokens.TableCell; amount: Tokens.TableCell };
  lines: { item: Tokens.TableCell; working: Tokens.TableCell; amount: Tokens.TableCell }[];
}

const amount = /^[^a-z]{0,4}\d[\d\s.,'’\u00a0\u202f]*(?:\s?[^\s\d]{1,4})?$/i;
const working = /[×*+/=]|^$/;

/** The ledger in a table of three columns, when the middle one is arithmetic and the last one amounts. */
export function readLedger(table: Tokens.Table): Ledger | null {
  const [item, , total] = table.header;
  if (table.header.length !== 3 || !item || !total || table.rows.length === 0) return null;
  const lines: Ledger['lines'] = [];
  for (const [name, middle, last] of table.rows) {
    if (!name || !middle || !last) return null;
    if (!working.test(middle.text) || !amount.test(last.text.replaceAll('*', ''))) return null;
    lines.push({ item: name, working: middle, amount: last });
  }
  return lines.some((line) => line.working.text !== '') ? { heads: { item, amount: total }, lines } : null;
}
