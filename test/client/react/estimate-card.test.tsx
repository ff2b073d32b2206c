import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { EstimateCards } from '../../../client/react/estimate-card.js';
import { LanguageContext } from '../../../client/react/locale.js';
import { SourceCards } from '../../../client/react/source-cards.js';
import type { WireToolCall } from '../../../core/contracts/shapes.js';
import { fullAnswer, pricedAnswer } from '../support/sample-answers.js';

const [call] = pricedAnswer.toolCalls ?? [];
const drawn = (calls: readonly WireToolCall[]) =>
  renderToStaticMarkup(
    <LanguageContext value="fr">
      <EstimateCards calls={calls} lang="en" />
    </LanguageContext>,
  );

describe('a cost that was worked out', () => {
  it('has a name for each of its rows, and for the total', () => {
    const html = drawn(call ? [call] : []);
    expect(html.match(/<th scope="row">/g)).toHaveLength(5);
    expect(html).toContain('<th scope="row">Total</th>');
  });

  it('names what is not in the total, where there is something', () => {
    const of = (missing: string[]) => ({ ...call, result: { ...call?.result, missing } }) as WireToolCall;
    expect(drawn([of(['EKS cluster'])])).toContain(
      '<span lang="en">EKS cluster</span><small>Prix inconnu pour cette région, hors du total</small>',
    );
    expect(drawn([of([])])).not.toContain('Prix inconnu');
  });

  it('says in which language the answer names things; the rest is in the page’s', () => {
    const html = drawn(call ? [call] : []);
    expect(html).toContain('<span lang="en">2 × NAT gateway</span>');
    expect(html).toContain('<span lang="en">hours</span>');
  });
});

it('what a source says is in the language of the answer', () => {
  const html = renderToStaticMarkup(<SourceCards sources={fullAnswer.sources ?? []} lang="fr" />);
  expect(html).toContain('<blockquote lang="fr">A NAT gateway');
});
