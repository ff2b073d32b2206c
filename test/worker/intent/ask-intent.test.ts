import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Used } from '../../../core/domain/ledger.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { askIntentLimits, createIntentAsker } from '../../../worker/intent/ask-intent.js';
import { loadIntents } from '../../../worker/intent/load-intents.js';
import { createBedrockModel, type Model } from '../../../worker/model/bedrock.js';
import { breakerLimits } from '../../../worker/model/breaker.js';
import { chainAlone } from '../../support/model-chain.js';

const going = new AbortController().signal;
let standIn: BedrockStandIn;
let model: Model;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  model = createBedrockModel(
    { region: 'eu-west-1', endpoint: standIn.url, guardrailId: null, guardrailVersion: 'DRAFT' },
    4,
  );
});
afterAll(async () => {
  model.close();
  await standIn.close();
});

const used: Used[] = [];
const onUsed = (call: Used) => used.push(call);
const logged: string[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
const modelId = 'eu.amazon.nova-micro-v1:0';
const asker = (now?: () => number) =>
  createIntentAsker({
    chain: chainAlone(model, ['amazon.nova-pro-v1:0'], { others: [modelId] }).chain,
    modelId,
    intents: loadIntents(),
    logger,
    ...(now && { now }),
  });

describe('a model that is asked what a message wants', () => {
  test('says one of the intents, how sure it is, and what follows from it', async () => {
    const asked = await asker()('Please review the security of the S3 buckets', going, onUsed);
    expect(asked).toMatchObject({
      intent: { name: 'security_review', method: 'ai' },
      definition: { name: 'security_review' },
    });
    expect(asked?.intent.confidence).toBeGreaterThan(0.3);
    expect(asked?.elapsedMs).toBeGreaterThan(0);
    expect(used).toMatchObject([{ kind: 'intent', model: 'eu.amazon.nova-micro-v1:0' }]);
    expect(used[0]?.picodollars).toBeGreaterThan(0);
  });

  test.each([
    ['is away', 'unavailable', { httpError: { status: 503, type: 'ServiceUnavailableException' } }],
    ['answers in words', 'SyntaxError', { answer: 'security_review, I believe.' }],
    ['takes too long', 'TimeoutError', { firstTokenMs: askIntentLimits.withinMs + 5_000 }],
  ])('leaves the message a general one where it %s, and logs nothing of it', async (_, why, behaviour) => {
    standIn.control.script(behaviour);
    expect(await asker()('Who can read this bucket?', going, onUsed)).toBeNull();
    expect(logged.at(-1)).toContain(why);
    expect(logged.join()).not.toMatch(/bucket|believe/);
    standIn.control.clearScripts();
  });

  test('is paid for where it took too long, and then nobody waits for it for a while', async () => {
    standIn.control.script({ firstTokenMs: askIntentLimits.withinMs + 5_000 });
    used.length = 0;
    let at = 0;
    const ask = asker(() => at);
    await ask('Who can read this bucket?', going, onUsed);
    expect(used).toMatchObject([{ kind: 'intent', model: modelId, outputTokens: 0, estimated: true }]);
    standIn.control.clearScripts();
    standIn.control.clearRequests();
    at = askIntentLimits.restMs - 1;
    expect(await ask('Who can read this bucket?', going, onUsed)).toBeNull();
    expect(standIn.control.requests()).toEqual([]);
    at = askIntentLimits.restMs;
    expect(await ask('Who can read this bucket?', going, onUsed)).toMatchObject({ intent: { method: 'ai' } });
  });

  test('is not asked while its breaker is open', async () => {
    standIn.control.script({ httpError: { status: 503, type: 'ServiceUnavailableException' } });
    const ask = asker();
    for (let times = 0; times < breakerLimits.minFailures; times++)
      await ask('Who can read this bucket?', going, onUsed);
    standIn.control.clearScripts();
    standIn.control.clearRequests();
    expect(await ask('Who can read this bucket?', going, onUsed)).toBeNull();
    expect(standIn.control.requests()).toEqual([]);
  });

  test('is given up when its turn is', async () => {
    standIn.control.script({ firstTokenMs: 10_000 });
    const stop = new AbortController();
    const asked = asker()('Who can read this bucket?', stop.signal, onUsed);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    standIn.control.clearScripts();
  });
});
