import type { WireEstimate, WireToolCall } from '../../core/contracts/shapes.js';
import { type Amounts, amountsIn } from './amounts.js';
import { useLanguage, useStrings } from './locale.js';
import { safeHref } from './markdown/safe-href.js';
import { keyed } from './markdown/tokens.js';
import { scrollable } from './scrollable.js';

/** What an answer worked out by the tool for it: one card for each estimate, its arithmetic line by line. */
export function EstimateCards({ calls }: { calls: readonly WireToolCall[] }) {
  return keyed(calls.flatMap(estimateOf)).map(({ key, token: estimate }) => (
    <EstimateCard key={key} estimate={estimate} />
  ));
}

function estimateOf({ name, status, result }: WireToolCall): WireEstimate[] {
  const isWhole = Array.isArray(result.lines) && Array.isArray(result.prices);
  return name === 'estimate_cost' && status === 'success' && isWhole ? [result as WireEstimate] : [];
}

function EstimateCard({ estimate: { region, lines, total, prices } }: { estimate: WireEstimate }) {
  const strings = useStrings();
  const amounts = amountsIn(useLanguage());
  return (
    <section className="estimate" aria-label={strings.estimate(region)}>
      <h3>{strings.estimate(region)}</h3>
      <div className="table" {...scrollable}>
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{strings.estimateItem}</th>
              <th scope="col" className="number">
                {strings.estimateAmount}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.item}>
                <td>
                  {line.item}
                  <small>{working(line, amounts, strings.perUnits)}</small>
                </td>
                <td className="number">{amounts.money(line.amount)}</td>
              </tr>
            ))}
            <tr>
              <td>{strings.estimateTotal}</td>
              <td className="number">{amounts.money(total)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      {prices.map(({ name, url, as_of }) => (
        <p key={name} className="meta">
          {strings.pricesOf(amounts.day(as_of))} <SourceName name={name} url={url} />.{' '}
          {strings.pricesLeaveOut}
        </p>
      ))}
    </section>
  );
}

/** `1,460 hours × $0.05`. */
function working(
  { quantity, unit, unit_price, per }: WireEstimate['lines'][number],
  { count, money }: Amounts,
  perUnits: (units: string) => string,
): string {
  const each = per === 1 ? '' : ` ${perUnits(count(String(per)))}`;
  return `${count(quantity)}\u00a0${unit} × ${money(unit_price)}${each}`;
}

function SourceName({ name, url }: { name: string; url: string }) {
  const href = safeHref(url);
  if (!href) return name;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {name}
    </a>
  );
}
