import { describe, expect, test } from '@jest/globals';
import { createExtractiveModel } from '../../../dev/bedrock/extractive-model.js';
import { condense } from '../../../dev/bedrock/model/condense.js';
import { converse } from './cost-conversation.js';
import { promptOf } from './prompt.js';

const { answer } = createExtractiveModel();

describe('the first line of an estimate, quoted alone,', () => {
  test.each([
    [
      'What do 2 NAT gateways cost in Paris?',
      'Summarise this conversation.',
      /: \*\*\$73\.00 a month\*\* in eu-west-3$/,
    ],
    [
      'Combien coûtent 2 passerelles NAT à Paris ?',
      'Résumez cette conversation.',
      /: \*\*73,00\u00a0\$ par mois\*\* en eu-west-3$/,
    ],
  ])('has no colon in a recap: %s', async (question, wish, said) => {
    const { text } = await converse(question, question.startsWith('C') ? 'fr' : 'en');
    expect(answer(promptOf(wish, [], { history: [[question, text]] }))).toMatch(said);
  });

  test('has none in the summary of a conversation', async () => {
    const question = 'What do 2 NAT gateways cost in Paris?';
    const { text } = await converse(question, 'en');
    const asked = `<question id="a1">\n${question}\n</question id="a1">\n<answer id="a1">\n${text}\n</answer id="a1">`;
    const said = `<to_summarise id="a1">\n${asked}\n</to_summarise id="a1">`;
    expect(answer({ system: '', messages: [{ role: 'user', text: said }] })).toMatch(/in eu-west-3$/);
  });

  test('has one where its lines follow', async () => {
    const { text } = await converse('What do 2 NAT gateways cost in Paris?', 'en');
    expect(condense(text)).toMatch(/^\*\*\$73\.00 a month\*\* in eu-west-3:\n\n- 2 × NAT gateway/);
    expect(condense('What comes closest :')).toBe('What comes closest');
  });
});
