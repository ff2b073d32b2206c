import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import {
  createBedrockModel,
  type Model,
  type ToolUse,
  toolUseLimits,
} from '../../../worker/model/bedrock.js';
import type { ToolOutcome } from '../../../worker/tools/tool.js';
import { converse, toolLoopLimits } from '../../../worker/turn/converse.js';
import { eventually } from '../../support/eventually.js';

const input = {
  messages: [{ role: 'user' as const, content: [{ text: 'What is the time?' }] }],
  toolConfig: {
    tools: [
      { toolSpec: { name: 'clock', description: 'Tells it.', inputSchema: { json: { type: 'object' } } } },
    ],
  },
};
const wants = (...inputs: string[]) => ({ toolUses: inputs.map((one) => ({ name: 'clock', input: one })) });

let bedrock: BedrockStandIn;
let model: Model;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  const timers = { connectMs: 5_000, firstTokenMs: 5_000, betweenTokensMs: 1_000, totalMs: 20_000 };
  model = createBedrockModel(
    { region: 'eu-west-1', endpoint: bedrock.url, guardrailId: null, guardrailVersion: 'DRAFT' },
    10,
    timers,
  );
});
afterAll(async () => {
  model.close();
  await bedrock.close();
});
afterEach(() => {
  bedrock.control.clearScripts();
  bedrock.control.clearRequests();
});

/** Plays the rounds, one script each. */
async function run(
  rounds: ScriptInput[],
  call: (use: ToolUse) => Promise<ToolOutcome> = async () => ({
    status: 'success',
    result: {},
    text: 'Noon.',
  }),
  signal = new AbortController().signal,
) {
  for (const round of rounds) bedrock.control.script({ ...round, times: 1 });
  const pieces: string[] = [];
  const used: ToolUse[] = [];
  const outcome = await converse(
    input,
    (asked, onText) => model.stream('test', asked, onText, signal),
    (use) => {
      used.push(use);
      return call(use);
    },
    (piece) => pieces.push(piece),
    signal,
  ).catch((error: unknown) => error);
  return { outcome, text: pieces.join(''), used, requests: bedrock.control.requests() };
}

describe('a conversation with tools', () => {
  test('goes on with what the tool gave, says what came before it, and adds up what it used', async () => {
    const { outcome, text, used, requests } = await run([
      { answer: 'Let me look.', ...wants('{"zone":"Europe/Paris","why":"the question is about the time"}') },
      { answer: 'It is noon.' },
    ]);
    expect(text).toBe('Let me look.\n\nIt is noon.');
    expect(used).toEqual([
      {
        id: expect.stringMatching(/^tooluse_/),
        name: 'clock',
        input: expect.stringContaining('Europe/Paris'),
      },
    ]);
    expect(outcome).toMatchObject({ stopReason: 'end_turn', toolUses: [] });
    const said = requests.reduce((sum, { tokensSent }) => sum + tokensSent, 0);
    const asked = Math.ceil(('clock'.length + (used[0]?.input.length ?? 0)) / 4);
    expect(outcome).toHaveProperty('usage.outputTokens', said + asked);
  });

  test('answers all calls of one round, and one without any text', async () => {
    const { outcome, text, used } = await run([wants('{}', '', '{"a":1}'), { answer: 'Noon.' }]);
    expect(outcome).toMatchObject({ stopReason: 'end_turn' });
    expect(text).toBe('Noon.');
    expect(used.map((use) => use.input)).toEqual(['{}', '', '{"a":1}']);
  });

  test.each([
    ['no JSON', '{"zone":'],
    ['no object', '[1,2]'],
    ['deeper than can be walked', `{"a":${'['.repeat(9_900)}${']'.repeat(9_900)}}`],
    ['too long', `{"a":"${'x'.repeat(toolUseLimits.inputCharacters)}"}`],
  ])(
    'survives input that is %s: the tool is given it as it is, and Bedrock is told an object',
    async (_what, wrong) => {
      const { outcome, used } = await run([wants(wrong), { answer: 'Never mind.' }]);
      expect(outcome).toMatchObject({ stopReason: 'end_turn' });
      expect(used[0]?.input).toBe(wrong.slice(0, toolUseLimits.inputCharacters));
    },
  );

  test('refuses calls beyond the bound, and is answered all the same', async () => {
    const many = Array.from({ length: toolLoopLimits.calls + 3 }, () => '{}');
    const { outcome, used } = await run([wants(...many), { answer: 'Enough.' }]);
    expect(outcome).toMatchObject({ stopReason: 'end_turn' });
    expect(used).toHaveLength(toolLoopLimits.calls);
  });

  test('that never stops calling is given up after a stated number of rounds', async () => {
    bedrock.control.script(wants('{}'));
    const { outcome, used, requests } = await run([]);
    expect(outcome).toMatchObject({ name: 'ModelError', kind: 'faulted' });
    expect(used).toHaveLength(toolLoopLimits.rounds);
    expect(requests).toHaveLength(toolLoopLimits.rounds + 2);
  });

  test('with more calls in one answer than anybody needs is given up', async () => {
    const { outcome } = await run([wants(...Array.from({ length: toolUseLimits.uses + 1 }, () => '{}'))]);
    expect(outcome).toMatchObject({ kind: 'faulted' });
  });

  test('that is stopped between two rounds calls no other tool, and asks the model no more', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const stopping = async (): Promise<ToolOutcome> => {
      controller.abort(reason);
      return { status: 'success', result: {}, text: 'Noon.' };
    };
    const { outcome, used, requests } = await run(
      [wants('{}', '{}'), { answer: 'Noon.' }],
      stopping,
      controller.signal,
    );
    expect(outcome).toBe(reason);
    expect(used).toHaveLength(1);
    expect(requests).toHaveLength(1);
  });

  test('that is stopped while a tool is at work does not wait for it', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const forever = () => {
      setImmediate(() => controller.abort(reason));
      return new Promise<ToolOutcome>(() => undefined);
    };
    const { outcome, requests } = await run([wants('{}')], forever, controller.signal);
    expect(outcome).toBe(reason);
    expect(requests).toHaveLength(1);
  });

  test('that is stopped in its second round ends there, and keeps what was said', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const running = run(
      [
        { answer: 'One.', ...wants('{}') },
        { answer: 'Two three', lengthTokens: 1_000, tokenMs: 20 },
      ],
      undefined,
      controller.signal,
    );
    await eventually('the second round writes', () => (bedrock.control.requests()[1]?.tokensSent ?? 0) > 1);
    controller.abort(reason);
    const { outcome, text } = await running;
    expect(outcome).toBe(reason);
    expect(text).toMatch(/^One\.\n\nTwo/);
  });

  test('that falls silent in its second round is given up like in its first', async () => {
    const { outcome } = await run([wants('{}'), { answer: 'Two three', silentAfterTokens: 1 }]);
    expect(outcome).toMatchObject({ kind: 'timed_out' });
  });

  test('whose second round fails fails with what the model said', async () => {
    const throttled = { httpError: { status: 429, type: 'ThrottlingException' } };
    const { outcome } = await run([wants('{}'), throttled]);
    expect(outcome).toMatchObject({ kind: 'throttled' });
  });
});
