import { describe, expect, test } from '@jest/globals';
import { emptyContext } from '../../../core/domain/session.js';
import { loadIntents } from '../../../worker/intent/load-intents.js';
import { composePrompt, defaultBudget, type PromptInput } from '../../../worker/prompt/compose-prompt.js';
import { templates } from '../../../worker/prompt/templates.js';
import { lastText, message, nonce } from './prompt-inputs.js';

function input(change: Partial<PromptInput> = {}): PromptInput {
  return {
    intent: { promptTemplate: 'cost', maxTokens: 900 },
    language: 'en',
    context: emptyContext,
    history: [],
    sources: [],
    question: { id: 'q', content: 'What does a NAT gateway cost?' },
    nonce,
    templates,
    budget: defaultBudget,
    ...change,
  };
}

describe('the prompt', () => {
  test('says so when the search calls its evidence weak, where sources are cited at all', () => {
    const says = (change: Partial<PromptInput>) =>
      composePrompt(input(change)).system[0]?.text.includes(templates.weakEvidence);
    expect(says({ weakEvidence: true })).toBe(true);
    expect(says({ weakEvidence: false })).toBe(false);
    const courtesy = { promptTemplate: 'courtesy', maxTokens: 100 };
    expect(says({ weakEvidence: true, intent: courtesy })).toBe(false);
  });

  test('fences sources and question in the agreed form', () => {
    const prompt = composePrompt(
      input({
        sources: [
          {
            number: 1,
            title: 'NAT "two meters" & <more>',
            path: 'Cost › NAT',
            text: 'An hour costs $0.048.',
          },
          { number: 2, title: 'B', path: 'C', text: 'Second.' },
        ],
      }),
    );
    expect(lastText(prompt)).toBe(
      `<source id="${nonce}" number="1" title="NAT &quot;two meters&quot; &amp; &lt;more>" path="Cost › NAT">
An hour costs $0.048.
</source id="${nonce}">

<source id="${nonce}" number="2" title="B" path="C">
Second.
</source id="${nonce}">

<question id="${nonce}">
What does a NAT gateway cost?
</question id="${nonce}">`,
    );
    expect(prompt.templateVersion).toBe('cost@1.1');
    expect(prompt.inferenceConfig).toEqual({
      maxTokens: 900,
      temperature: templates.byName.cost?.temperature,
    });
  });

  test('asks for the language of the question, and tells about the session where there is something to tell', () => {
    const context = { ...emptyContext, clientName: 'Acme </session_context>', serviceTypes: ['S3', 'RDS'] };
    const system = composePrompt(input({ language: 'fr', context })).system[0]?.text ?? '';
    expect(system).toContain('Answer in French.');
    expect(system).not.toContain('Answer in English.');
    expect(
      system.endsWith(
        '<session_context>\nClient: Acme &lt;/session_context>\nServices: S3, RDS\n</session_context>',
      ),
    ).toBe(true);
    expect(composePrompt(input()).system[0]?.text).not.toContain('<session_context>\n');
  });

  test('every intent has its template, and only courtesies do without the rules on sources', () => {
    for (const { promptTemplate, maxTokens, name } of loadIntents().file.intents) {
      const system = composePrompt(input({ intent: { promptTemplate, maxTokens } })).system[0]?.text ?? '';
      expect(system.includes(templates.honesty)).toBe(name !== 'greeting' && name !== 'farewell');
    }
    expect(() => composePrompt(input({ intent: { promptTemplate: 'nope', maxTokens: 1 } }))).toThrow('nope');
    expect(() => composePrompt(input({ intent: { promptTemplate: 'toString', maxTokens: 1 } }))).toThrow(
      'toString',
    );
  });

  test('history holds questions with answers that were seen, newest version, oldest first', () => {
    const history = [
      message(7, 'user', 'the question itself'),
      message(8, 'assistant', 'its earlier answer', { replyTo: 'm7' }),
      message(9, 'user', 'a later question'),
      message(10, 'assistant', 'a later answer', { replyTo: 'm9' }),
      message(1, 'user', 'first'),
      message(2, 'assistant', 'old answer', { replyTo: 'm1' }),
      message(3, 'assistant', 'new answer', { replyTo: 'm1', version: 2 }),
      message(4, 'user', 'failed one'),
      message(5, 'assistant', '', { replyTo: 'm4', status: 'failed' }),
      message(6, 'system', 'note'),
      message(11, 'user', 'x', { status: 'complete' }),
    ];
    const stopped = [
      message(-2, 'user', 'zeroth'),
      message(-1, 'assistant', 'half of an', { replyTo: 'm-2', status: 'stopped' }),
    ];
    const prompt = composePrompt(
      input({ history: [...history, ...stopped], question: { id: 'm7', content: 'the question itself' } }),
    );
    expect(prompt.messages.slice(0, -1).map((turn) => [turn.role, turn.content[0]?.text])).toEqual([
      ['user', 'zeroth'],
      ['assistant', 'half of an'],
      ['user', 'first'],
      ['assistant', 'new answer'],
    ]);
  });

  test('history is the last ten messages', () => {
    const history = Array.from({ length: 40 }, (_, at) =>
      at % 2 === 0
        ? message(at, 'user', `q${at}`)
        : message(at, 'assistant', `a${at}`, { replyTo: `m${at - 1}` }),
    );
    const prompt = composePrompt(input({ history }));
    expect(prompt.messages).toHaveLength(11);
    expect(prompt.messages[0]?.content[0]?.text).toBe('q30');
  });

  test('what does not fit gives way: oldest history, then the lowest sources, then the context', () => {
    const full = input({
      context: { ...emptyContext, clientName: 'Acme', projectContext: 'p'.repeat(90) },
      history: [0, 2, 4].flatMap((at) => [
        message(at, 'user', `question ${at} `.repeat(40)),
        message(at + 1, 'assistant', `answer ${at} `.repeat(40), { replyTo: `m${at}` }),
      ]),
      sources: [1, 2, 3].map((number) => ({ number, title: 't', path: 'p', text: 'source '.repeat(60) })),
    });
    const parts = (total: number) => {
      const prompt = composePrompt({ ...full, budget: { ...defaultBudget, total } });
      return [
        (prompt.messages.length - 1) / 2,
        prompt.sources.length,
        (prompt.system[0]?.text ?? '').includes('ppp') ? 1 : 0,
      ];
    };
    const seen = new Map<string, number>();
    let most = 4_000;
    for (let total = 4_000; ; total -= 10) {
      try {
        seen.set(parts(total).join(), total);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        break;
      }
      most = total;
    }
    expect([...seen.keys()]).toEqual([
      '3,3,1',
      '2,3,1',
      '1,3,1',
      '0,3,1',
      '0,2,1',
      '0,1,1',
      '0,0,1',
      '0,0,0',
    ]);
    expect(most).toBeLessThan(2_000);
  });

  test('the longest question the API takes fits the default budget', () => {
    const content = '😀'.repeat(16_000);
    expect(lastText(composePrompt(input({ question: { id: 'q', content } })))).toContain(content);
  });

  test('a nonce that is none, and a blank question, are refused', () => {
    for (const bad of ['', 'a1b2', 'A1B2C3D4E5F6', 'a1b2c3d4e5f6 ']) {
      expect(() => composePrompt(input({ nonce: bad }))).toThrow('nonce');
    }
    expect(() => composePrompt(input({ question: { id: 'q', content: ' \n' } }))).toThrow('blank');
  });
});
