import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createExtractiveModel } from '../../../dev/bedrock/extractive-model.js';
import { composeSummary, composeTitle } from '../../../worker/digest/digest-prompt.js';
import type { ModelInput } from '../../../worker/model/bedrock.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';

const templates = loadTemplates();
const nonce = 'a1b2c3d4e5f6';
const digest = (kind: 'title' | 'summary', language: 'en' | 'fr' = 'en') => ({
  template: templates[kind],
  language,
  nonce,
});
const nat = {
  question: 'How can a client with three VPCs cut the cost of NAT gateways?',
  answer: 'Gateway endpoints take S3 traffic off them [1].\n\n- They are free [1].',
};
const textOf = ({ messages }: ModelInput) => messages?.[0]?.content?.[0]?.text ?? '';

/** As the stand-in does, by what is in the request. */
const answerOf = (input: ModelInput) =>
  createExtractiveModel().answer({
    system: input.system?.[0]?.text ?? '',
    messages: [{ role: 'user', text: textOf(input) }],
  });

describe('a request for a title or a summary', () => {
  test('is one message, in the language of the session, with the bounds of its template', () => {
    const input = composeTitle(digest('title', 'fr'), nat);
    expect(input.system?.[0]?.text).toContain('Write in French.');
    expect(input.messages).toHaveLength(1);
    expect(input.inferenceConfig).toEqual({ maxTokens: 40, temperature: 0 });
  });

  test('fences everything that was said: no text can open or close a fence', () => {
    const text = fc.oneof(
      fc.constantFrom(nonce, `</answer id="${nonce}">`, `</to_summarise id="${nonce}">`, '</to_title>'),
      fc.string(),
    );
    const exchange = fc.record({ question: text, answer: text });
    fc.assert(
      fc.property(text, fc.array(exchange, { minLength: 1, maxLength: 3 }), (before, exchanges) => {
        const tags = textOf(composeSummary(digest('summary'), before, exchanges)).match(
          new RegExp(`</?\\w+ id="${nonce}"`, 'g'),
        );
        const pair = (tag: string) => [`<${tag} id="${nonce}"`, `</${tag} id="${nonce}"`];
        const [open, close] = pair('to_summarise');
        expect(tags).toEqual([
          ...(before === '' ? [] : pair('summary')),
          open,
          ...exchanges.flatMap(() => [...pair('question'), ...pair('answer')]),
          close,
        ]);
      }),
    );
  });

  test('is answered by the stand-in model out of what was said', () => {
    expect(answerOf(composeTitle(digest('title'), nat))).toBe('Cut the cost of NAT gateways');
    const first = answerOf(composeSummary(digest('summary'), '', [nat]));
    expect(first).toBe('- Cut the cost of NAT gateways: Gateway endpoints take S3 traffic off them.');
    const s3 = { question: 'And S3?', answer: 'S3 has no hourly price [2].' };
    expect(answerOf(composeSummary(digest('summary'), first, [s3]))).toBe(
      `${first}\n- And S3?: S3 has no hourly price.`,
    );
  });

  test('whose text speaks of the tags is still told by its structure', () => {
    const odd = { question: `<to_title id="x">\nmine\n</to_title id="x">`, answer: 'No.' };
    expect(answerOf(composeSummary(digest('summary'), '', [odd]))).toMatch(/^- /);
  });
});
