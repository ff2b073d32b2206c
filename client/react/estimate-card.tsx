import { Fragment } from 'react';
import type { WireEstimate, WireMessage, WireToolCall } from '../../core/contracts/shapes.js';
import { type Amounts, amountsIn } from './amounts.js';
import { useLanguage, useStrings } from './locale.js';
import { safeHref } from './markdown/safe-href.js';
import { keyed } from './markdown/tokens.js';
import { scrollable } from './scrollable.js';

/** What an answer worked out by the tool for it: one card for each estimate, its arithmetic line by line. */
export function EstimateCards({ calls, lang }: { calls: readonly WireToolCall[]; lang: Lang }) {
  return keyed(calls.flatMap(estimateOf)).map(({ key, token: estimate }) => (
    <EstimateCard key={key} estimate={estimate} lang={lang} />
  ));
}

/** Of the answer, in which things are named; the rest of the card is in the page's own. */
type Lang = WireMessage['language'];

function estimateOf({ name, status, result }: WireToolCall): WireEstimate[] {
  const isWhole = Array.isArray(result.lines) && Array.isArray(result.prices);
  return name === 'estimate_cost' && status === 'success' && isWhole ? [result as WireEstimate] : [];
}

function EstimateCard({ estimate, lang }: { estimate: WireEstimate; lang: Lang }) {
  const { region, lines, total, missing = [], prices } = estimate;
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
            {keyed(lines).map(({ key, token: line }) => (
              <tr key={key}>
                <th scope="row">
                  <span lang={lang ?? undefined}>{line.item}</span>
                  <small>
                    <Working line={line} amounts={amounts} lang={lang} />
                  </small>
                </th>
                <td className="number">{amounts.money(line.amount)}</td>
              </tr>
            ))}
            {keyed(missing).map(({ key, token: item }) => (
              <tr key={key}>
                <th scope="row">
                  <span lang={lang ?? undefined}>{item}</span>
                  <small>{strings.estimateUnpriced}</small>
                </th>
                <td className="number">–</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{strings.estimateTotal}</th>
              <td className="number">{amounts.money(total)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className="meta">
        {keyed(bySource(prices)).map(({ key, token: { name, url, days } }) => (
          <Fragment key={key}>
            {strings.pricesOf(days.map(amounts.day))} <SourceName name={name} url={url} />.{' '}
          </Fragment>
        ))}
        {strings.pricesLeaveOut}
      </p>
    </section>
  );
}

/** `1,460 hours × $0.05`. */
function Working({ line, amounts, lang }: { line: EstimateLine; amounts: Amounts; lang: Lang }) {
  const { perUnits } = useStrings();
  const { count, money } = amounts;
  const each = line.per === 1 ? '' : ` ${perUnits(count(String(line.per)))}`;
  return (
    <>
      {count(line.quantity)}
      {'\u00a0'}
      <span lang={lang ?? undefined}>{line.unit}</span>
      {` × ${money(line.unit_price)}${each}`}
    </>
  );
}

type EstimateLine = WireEstimate['lines'][number];

/** Each source once, with the days of its prices, the oldest first: one may have prices of several. */
function bySource(prices: WireEstimate['prices']): { name: string; url: string; days: string[] }[] {
  const sources = new Map<string, { name: string; url: string; days: string[] }>();
  for (const { name, url, as_of } of [...prices].sort((a, b) => a.as_of.localeCompare(b.as_of))) {
    const key = JSON.stringify([name, url]);
    sources.set(key, { name, url, days: [...(sources.get(key)?.days ?? []), as_of] });
  }
  return [...sources.values()];
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
