import { describe, expect, test } from '@jest/globals';
import { converse, converseThrough } from './cost-conversation.js';

const inDollars = {
  en: 'My price list is in US dollars, and I do not convert its figures.',
  fr: 'Ma liste de prix est en dollars américains, et je n’en convertis pas les chiffres.',
};

describe('asked for another currency, the stand-in says that prices are in US dollars', () => {
  test.each([
    ['What do 2 NAT gateways cost in Paris in euros?', 'en'],
    ['What does a NAT gateway cost in Paris, in €?', 'en'],
    ['Prix en euros de 2 passerelles NAT à Paris ?', 'fr'],
    ['Combien coûte une passerelle NAT à Paris en euros ?', 'fr'],
  ] as const)('beside an estimate: %s', async (question, language) => {
    const { input, text } = await converse(question, language);
    expect(input.region).toBe('eu-west-3');
    expect(text).toContain(inDollars[language]);
  });

  test.each([
    ['What do 2 NAT gateways cost in Paris?', 'in euros please', inDollars.en],
    ['What do 2 NAT gateways cost in Paris?', 'Can you convert that into EUR?', inDollars.en],
    ['Combien coûtent 2 passerelles NAT à Paris ?', 'et en euros ?', inDollars.fr],
    ['Combien coûtent 2 passerelles NAT à Paris ?', 'et le prix en euros ?', inDollars.fr],
  ])('after an estimate: %s %s', async (question, wish, said) => {
    expect((await converseThrough([question, wish])).text).toContain(said);
  });

  test('alone, and the estimate is gone on with', async () => {
    const asked = ['What do 2 NAT gateways cost in Paris?', 'in euros please'];
    expect(await converseThrough(asked)).toMatchObject({ input: null, text: inDollars.en });
    expect((await converseThrough([...asked, 'and with 5?'])).input).toEqual({
      region: 'eu-west-3',
      items: [{ service: 'nat_gateway', usage: 'gateway_hours', count: 5 }],
    });
  });

  test('not where no other is asked for', async () => {
    expect((await converse('What do 2 NAT gateways cost in Paris?', 'en')).text).not.toContain('US dollars');
    expect((await converse('in euros please', 'en')).text).not.toContain('US dollars');
  });
});
