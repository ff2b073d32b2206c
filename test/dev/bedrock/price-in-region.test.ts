import { describe, expect, test } from '@jest/globals';
import { converse } from './cost-conversation.js';

const gateway = { service: 'nat_gateway', usage: 'gateway_hours', count: 1 };

describe('what one thing costs in a Region that is named', () => {
  test.each([
    ['What does a NAT gateway cost in Paris?', 'en'],
    ['Combien coûte une passerelle NAT à Paris ?', 'fr'],
    ['How much is a NAT gateway per hour in eu west 3?', 'en'],
    ['Quel est le prix mensuel d’une passerelle NAT en eu-west-3 ?', 'fr'],
  ] as const)('is worked out: %s', async (question, language) => {
    const { inputs, text } = await converse(question, language);
    expect(inputs).toEqual([{ region: 'eu-west-3', items: [gateway] }]);
    expect(text).not.toMatch(/eu-west-1|Assumed|Hypothèses/);
  });

  test('is worked out for each of several', async () => {
    const { inputs } = await converse('What does a NAT gateway cost in Paris or in Ireland?', 'en');
    expect(inputs.map(({ region }) => region)).toEqual(['eu-west-3', 'eu-west-1']);
  });

  test.each([
    ['How much is S3 in N. Virginia?', 'en', 'Assumed: S3 (100\u00a0GB).'],
    ['Combien coûte S3 à Paris ?', 'fr', 'Hypothèses\u00a0: S3 (100\u00a0Go).'],
  ] as const)('says which size is assumed: %s', async (question, language, assumed) => {
    expect((await converse(question, language)).text).toContain(assumed);
  });

  test.each([
    ['How much does data transfer from Paris to Ireland cost?', 'en'],
    ['Combien coûte le transfert de Paris à Dublin ?', 'fr'],
  ] as const)('is that between Regions where it goes from one to another: %s', async (question, language) => {
    expect((await converse(question, language)).inputs).toEqual([
      {
        region: 'eu-west-3',
        items: [{ service: 'data_transfer', usage: 'cross_region_gb', quantity: 100 }],
      },
    ]);
  });

  test.each([
    ['What does a NAT gateway cost?', 'en'],
    ['How can we cut what a NAT gateway costs in Paris?', 'en'],
    ['Pourquoi une passerelle NAT coûte-t-elle si cher à Paris ?', 'fr'],
    ['What does a NAT gateway cost in Paris compared with a VPC endpoint?', 'en'],
    ['What do -3 NAT gateways cost in Paris?', 'en'],
  ] as const)('is no question for another matter: %s', async (question, language) => {
    expect((await converse(question, language)).inputs).toEqual([]);
  });
});
