import type { Tokens } from 'marked';
import { scrollable } from '../scrollable.js';
import { Inline } from './inline.js';
import { type Ledger, readLedger } from './ledger.js';
import { keyed } from './tokens.js';

/** A table of an answer; sums are set as a small ledger, which fits the panel's width. */
export function Table({ table }: { table: Tokens.Table }) {
  const ledger = readLedger(table);
  return (
    <div className="table" {...scrollable}>
      {ledger ? <LedgerTable ledger={ledger} /> : <PlainTable table={table} />}
    </div>
  );
}

function LedgerTable({ ledger: { heads, lines } }: { ledger: Ledger }) {
  return (
    <table className="ledger">
      <thead>
        <tr>
          <th scope="col">
            <Inline tokens={heads.item.tokens} />
          </th>
          <th scope="col" className="number">
            <Inline tokens={heads.amount.tokens} />
          </th>
        </tr>
      </thead>
      <tbody>
        {keyed(lines).map(({ key, token: line }) => (
          <tr key={key}>
            <td>
              <Inline tokens={line.item.tokens} />
              {line.working.text !== '' && (
                <small>
                  <Inline tokens={line.working.tokens} />
                </small>
              )}
            </td>
            <td className="number">
              <Inline tokens={line.amount.tokens} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlainTable({ table }: { table: Tokens.Table }) {
  const numeric = table.header.map(
    (_, column) =>
      table.align[column] === 'right' ||
      (table.rows.length > 0 &&
        table.rows.every((row) => /^[^a-z]*\d[^a-z]*$/i.test(row[column]?.text ?? ''))),
  );
  const classOf = (key: string) => (numeric[Number(key)] ? 'number' : undefined);
  return (
    <table>
      <thead>
        <tr>
          {keyed(table.header).map(({ key, token }) => (
            <th key={key} scope="col" className={classOf(key)}>
              <Inline tokens={token.tokens} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keyed(table.rows).map(({ key: rowKey, token: row }) => (
          <tr key={rowKey}>
            {keyed(row).map(({ key, token }) => (
              <td key={key} className={classOf(key)}>
                <Inline tokens={token.tokens} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
