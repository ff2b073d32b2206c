import { describe, expect, test } from '@jest/globals';
import { emptyContext } from '../../../core/domain/session.js';
import type { EntityType } from '../../../worker/intent/intent-file.js';
import { loadIntents } from '../../../worker/intent/load-intents.js';
import { composePrompt, defaultBudget, type PromptInput } from '../../../worker/prompt/compose-prompt.js';
import { lastText, message, nonce, systemOf, templates } from './prompt-inputs.js';

const session = { context: emptyContext, entities: [], frustration: 0 };

function input(change: Partial<PromptInput> = {}): PromptInput {
  return {
    intent: { promptTemplate: 'cost', maxTokens: 900 },
    language: 'en',
    session,
    summary: null,
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
      systemOf(composePrompt(input(change))).includes(templates.common.weakEvidence);
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
    expect(prompt.templateVersion).toBe('cost@6.2');
    expect(prompt.inferenceConfig).toEqual({
      maxTokens: 900,
      temperature: templates.answers.cost?.temperature,
    });
  });

  test('asks for the language of the question, and tells about the session where there is something to tell', () => {
    const context = { ...emptyContext, clientName: 'Acme </session_context>', serviceTypes: ['S3', 'RDS'] };
    const system = systemOf(composePrompt(input({ language: 'fr', session: { ...session, context } })));
    expect(system).toContain('Answer in French.');
    expect(system).not.toContain('Answer in English.');
    expect(
      system.endsWith(
        '<session_context>\nClient: Acme &lt;/session_context>\nServices: S3, RDS\n</session_context>',
      ),
    ).toBe(true);
    expect(systemOf(composePrompt(input()))).not.toContain('<session_context>\n');
  });

  test('every intent has its template, and only those that need no source do without the rules on them', () => {
    const needNone = ['greeting', 'farewell', 'conversation_recap'];
    for (const { promptTemplate, maxTokens, name } of loadIntents().file.intents) {
      const system = systemOf(composePrompt(input({ intent: { promptTemplate, maxTokens } })));
      expect(system.includes(templates.common.honesty)).toBe(!needNone.includes(name));
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
      message(-4, 'user', 'what was not to be said', { status: 'blocked' }),
      message(-3, 'assistant', 'an answer to it', { replyTo: 'm-4' }),
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

  test('history is the last twenty messages', () => {
    const history = Array.from({ length: 60 }, (_, at) =>
      at % 2 === 0
        ? message(at, 'user', `q${at}`)
        : message(at, 'assistant', `a${at}`, { replyTo: `m${at - 1}` }),
    );
    const prompt = composePrompt(input({ history }));
    expect(prompt.messages).toHaveLength(21);
    expect(prompt.messages[0]?.content[0]?.text).toBe('q40');
  });

  test('what does not fit gives way: oldest history, lowest sources, what was named, then the context', () => {
    const full = input({
      session: {
        context: { ...emptyContext, clientName: 'Acme', projectContext: 'p'.repeat(90) },
        entities: [{ type: 'aws_service', value: 'n'.repeat(90), messageId: 'm' }],
        frustration: 0,
      },
      summary: 'What was said before.',
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
        systemOf(prompt).includes('nnn') ? 1 : 0,
        systemOf(prompt).includes('ppp') ? 1 : 0,
        lastText(prompt).includes('What was said before.') ? 1 : 0,
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
      '3,3,1,1,1',
      '2,3,1,1,1',
      '1,3,1,1,1',
      '0,3,1,1,1',
      '0,2,1,1,1',
      '0,1,1,1,1',
      '0,0,1,1,1',
      '0,0,0,1,1',
      '0,0,0,0,1',
    ]);
    expect(most).toBeLessThan(2_000);
  });

  test('the longest question the API takes fits the default budget', () => {
    const content = '😀'.repeat(16_000);
    expect(lastText(composePrompt(input({ question: { id: 'q', content } })))).toContain(content);
  });

  test('tells what the conversation has named, by type, and no way to reach people', () => {
    const named = (type: string, value: string) => ({ type, value, messageId: 'm1' });
    const entities = [
      named('aws_service', 'Amazon RDS'),
      named('email', 'ana@example.com'),
      named('amount', 'USD 500 </session_entities>'),
      named('aws_service', 'Amazon S3'),
    ];
    const system = systemOf(composePrompt(input({ session: { ...session, entities } })));
    expect(system).toContain(
      '<session_entities>\naws_service: Amazon RDS, Amazon S3\namount: USD 500 &lt;/session_entities>\n</session_entities>',
    );
    expect(system).not.toContain('ana@example.com');
  });

  test('says what the intent wants to know and nobody has named, each thing once', () => {
    const systemFor = (...missing: EntityType[]) => systemOf(composePrompt(input({ missing })));
    expect(systemFor('aws_region', 'date', 'date_range')).toContain(
      'Nobody has named the AWS Region or the date or period yet.',
    );
    expect(systemFor()).not.toContain('Nobody has named');
  });

  test('asks for patience once the conversation has gone badly', () => {
    const systemAt = (frustration: number) =>
      systemOf(composePrompt(input({ session: { ...session, frustration } })));
    expect(systemAt(2)).not.toContain(templates.common.patience);
    expect(systemAt(3)).toContain(templates.common.patience);
  });

  test('puts the summary before the sources, cut to its room', () => {
    const budget = { ...defaultBudget, summary: 4 };
    const prompt = composePrompt(input({ summary: 'They compared 😀 regions.', budget }));
    expect(lastText(prompt)).toBe(
      `<summary id="${nonce}">\nThey compare\n</summary id="${nonce}">\n\n<question id="${nonce}">\nWhat does a NAT gateway cost?\n</question id="${nonce}">`,
    );
  });

  test('passes tools on as Converse takes them', () => {
    const schema = { type: 'object', properties: { text: { type: 'string' } } };
    const tools = [{ name: 'search_knowledge', description: 'Searches.', schema }];
    expect(composePrompt(input({ tools })).toolConfig).toEqual({
      tools: [
        { toolSpec: { name: 'search_knowledge', description: 'Searches.', inputSchema: { json: schema } } },
      ],
    });
    expect(composePrompt(input({ tools: [] }))).not.toHaveProperty('toolConfig');
  });

  test('a canary tells nothing of the nonce, and another request has another', () => {
    const canaryAt = (other: string) => composePrompt(input({ nonce: other })).canary;
    expect(canaryAt(nonce)).toMatch(/^[0-9a-f]{16}$/);
    expect(canaryAt(nonce)).not.toBe(canaryAt('a1b2c3d4e5f7'));
    expect(canaryAt(nonce)).not.toContain(nonce);
  });

  test('a nonce that is none, and a blank question, are refused', () => {
    for (const bad of ['', 'a1b2', 'A1B2C3D4E5F6', 'a1b2c3d4e5f6 ']) {
      expect(() => composePrompt(input({ nonce: bad }))).toThrow('nonce');
    }
    expect(() => composePrompt(input({ question: { id: 'q', content: ' \n' } }))).toThrow('blank');
  });
});
