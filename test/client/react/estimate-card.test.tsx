import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { EstimateCards } from '../../../client/react/estimate-card.js';
import { LanguageContext } from '../../../client/react/locale.js';
import { SourceCards } from '../../../client/react/source-cards.js';
import type { WireToolCall } from '../../../core/contracts/shapes.js';
import { fullAnswer, pricedAnswer } from '../support/sample-answers.js';

const [call] = pricedAnswer.toolCalls ?? [];
const drawn = (calls: readonly WireToolCall[], language: 'en' | 'fr' = 'fr') =>
  renderToStaticMarkup(
    <LanguageContext value={language}>
      <EstimateCards calls={calls} lang="en" />
    </LanguageContext>,
  );

const wordsOf = (html: string) => html.replace(/<[^>]*>/g, '').replaceAll('\u00a0', ' ');

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

  it('names a source once, with each day of its prices, the oldest first', () => {
    const aws = { name: 'AWS public pricing pages', url: 'https://aws.amazon.com/pricing/' };
    const list = { name: 'AWS Price List', url: 'https://aws.amazon.com/', as_of: '2026-11-02' };
    const prices = [{ ...aws, as_of: '2025-06-30' }, list, { ...aws, as_of: '2024-07-01' }];
    const of = (language: 'en' | 'fr') =>
      wordsOf(drawn([{ ...call, result: { ...call?.result, prices } } as WireToolCall], language));
    expect(of('en')).toContain(
      'Prices of 1 July 2024 and 30 June 2025: AWS public pricing pages. Prices of 2 November 2026: AWS Price List. On demand, without',
    );
    expect(of('fr')).toContain(
      'Prix du 1er juillet 2024 et du 30 juin 2025 : AWS public pricing pages. Prix du 2 novembre 2026 : AWS Price List. À la demande, hors',
    );
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
