import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { createBedrockModel, type Model } from '../../../worker/model/bedrock.js';
import { breakerLimits } from '../../../worker/model/breaker.js';
import type { ModelWish } from '../../../worker/model/chain.js';
import type { ModelError } from '../../../worker/model/model-error.js';
import { chainAlone } from '../../support/model-chain.js';

const [FIRST, SECOND, THIRD] = ['amazon.nova-pro-v1:0', 'amazon.nova-lite-v1:0', 'amazon.nova-micro-v1:0'];
const input = { messages: [{ role: 'user' as const, content: [{ text: 'Which endpoints are free?' }] }] };
const failing = (status: number, type: string): ScriptInput => ({ httpError: { status, type } });
const throttled = failing(429, 'ThrottlingException');
const away = failing(503, 'ServiceUnavailableException');
const denied = failing(403, 'AccessDeniedException');

let bedrock: BedrockStandIn;
let model: Model;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  model = createBedrockModel(
    { region: 'eu-west-1', endpoint: bedrock.url, guardrailId: 'guard', guardrailVersion: '1' },
    10,
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

function chainOf(modelIds: string[] = [FIRST, SECOND]) {
  const clock = { now: 0 };
  const { chain, registry } = chainAlone(model, modelIds, { others: [THIRD], now: () => clock.now });
  return {
    chain,
    clock,
    registry,
    ask: async (wish: ModelWish = {}, signal: AbortSignal = new AbortController().signal) => {
      bedrock.control.clearRequests();
      let text = '';
      const told: string[] = [];
      const outcome = await chain
        .stream(
          { ...wish, onFallback: (by) => told.push(by.model) },
          input,
          (piece) => (text += piece),
          signal,
        )
        .then(
          ({ model: by, fallback }) => ({ by, fallback, failure: null }),
          (failure: ModelError) => ({ by: null, fallback: null, failure }),
        );
      return { ...outcome, text, told, asked: bedrock.control.requests().map(({ modelId }) => modelId) };
    },
  };
}

describe('the chain of models', () => {
  test('asks the first one, and the one that an intent wants before it', async () => {
    const { ask, chain } = chainOf();
    expect(await ask()).toMatchObject({ by: FIRST, fallback: false, told: [], asked: [FIRST] });
    expect(await ask({ first: THIRD })).toMatchObject({ by: THIRD, fallback: false, asked: [THIRD] });
    expect(chain.firstChoice({ first: THIRD })).toBe(THIRD);
    bedrock.control.script({ model: THIRD, ...away });
    expect(await ask({ first: THIRD })).toMatchObject({ by: FIRST, fallback: true, asked: [THIRD, FIRST] });
  });

  test.each<[string, ScriptInput]>([
    ['throttles', throttled],
    ['is away', away],
    ['fails by itself', failing(424, 'ModelErrorException')],
    ['is not allowed', denied],
    ['breaks off before its first word', { streamException: { type: 'modelStreamErrorException' } }],
  ])('goes on to the next one when a model %s', async (_how, fault) => {
    bedrock.control.script({ model: FIRST, ...fault });
    expect(await chainOf().ask()).toMatchObject({
      by: SECOND,
      fallback: true,
      told: [SECOND],
      asked: [FIRST, SECOND],
    });
  });

  test.each<[string, ScriptInput, string]>([
    ['the request is refused', failing(400, 'ValidationException'), 'rejected'],
    [
      'a model has begun to speak',
      {
        answer: 'Half an answer, or less.',
        streamException: { type: 'modelStreamErrorException', afterTokens: 3 },
      },
      'interrupted',
    ],
  ])('asks no other one when %s', async (_when, fault, kind) => {
    bedrock.control.script(fault);
    expect(await chainOf().ask()).toMatchObject({ failure: { kind }, told: [], asked: [FIRST] });
  });

  test('fails with what another attempt may mend', async () => {
    bedrock.control.script({ model: FIRST, ...throttled });
    bedrock.control.script({ model: SECOND, ...denied });
    expect(await chainOf().ask()).toMatchObject({
      failure: { kind: 'throttled' },
      asked: [FIRST, SECOND],
    });
  });

  test('waits for one that is paused rather than take the refusal of the others for the last word', async () => {
    for (const [paused, refuses] of [
      [FIRST, SECOND],
      [SECOND, FIRST],
    ] as const) {
      const { ask } = chainOf();
      bedrock.control.script({ model: paused, ...away });
      for (let call = 0; call < breakerLimits.minFailures; call++) await ask({ only: paused });
      bedrock.control.clearScripts();
      bedrock.control.script({ model: refuses, ...denied });
      const { failure, asked } = await ask();
      expect(failure).toMatchObject({ kind: 'shut_out', retryAfterMs: breakerLimits.pauseMs });
      expect(asked).toEqual([refuses]);
      bedrock.control.clearScripts();
    }
  });

  test('does not take what its reader throws for a failure of the model', async () => {
    const { chain, ask } = chainOf([FIRST]);
    const broken = new TypeError('a mistake of ours');
    for (let call = 0; call < 2 * breakerLimits.minFailures; call++) {
      const asked = chain.stream(
        {},
        input,
        () => {
          throw broken;
        },
        new AbortController().signal,
      );
      await expect(asked).rejects.toBe(broken);
    }
    expect(await ask()).toMatchObject({ by: FIRST });
  });

  test.each([
    ['Input is too long for requested model.', 'overflowed'],
    [
      'The model returned the following errors: prompt is too long: 210000 tokens > 200000 maximum',
      'overflowed',
    ],
    ['Malformed input request', 'rejected'],
  ])('knows a prompt that does not fit by what Bedrock says of it: %s', async (message, kind) => {
    bedrock.control.script({ httpError: { status: 400, type: 'ValidationException', message } });
    expect(await chainOf().ask()).toMatchObject({ failure: { kind } });
  });

  test('keeps to the model that has begun the answer, for its further rounds', async () => {
    bedrock.control.script({ model: SECOND, ...away });
    expect(await chainOf().ask({ only: SECOND })).toMatchObject({
      failure: { kind: 'unavailable' },
      asked: [SECOND],
    });
    bedrock.control.clearScripts();
    expect(await chainOf().ask({ only: SECOND })).toMatchObject({ by: SECOND, fallback: true });
  });

  test('passes over a model whose breaker is open, and tries it again after a pause', async () => {
    const { ask, clock } = chainOf();
    bedrock.control.script({ model: FIRST, ...away });
    for (let call = 0; call < breakerLimits.minFailures; call++) await ask();
    expect(await ask()).toMatchObject({ by: SECOND, asked: [SECOND] });
    bedrock.control.clearScripts();
    clock.now += breakerLimits.pauseMs;
    expect(await ask()).toMatchObject({ by: FIRST, fallback: false, asked: [FIRST] });
  });

  test('asks nobody when all breakers are open, and says when it is worth another try', async () => {
    const { ask, clock, registry } = chainOf();
    bedrock.control.script(away);
    for (let call = 0; call < breakerLimits.minFailures; call++) await ask();
    clock.now += 1_000;
    const { failure, asked } = await ask();
    expect(failure).toMatchObject({ kind: 'shut_out', retryAfterMs: breakerLimits.pauseMs - 1_000 });
    expect(asked).toEqual([]);
    expect(await registry.metrics()).toContain(
      `aside_model_calls_total{model="${FIRST}",outcome="unavailable"} ${breakerLimits.minFailures}`,
    );
  });

  test('does not take throttling, a refused request or a stop for an outage', async () => {
    const { ask } = chainOf([FIRST]);
    for (const fault of [throttled, failing(400, 'ValidationException'), denied]) {
      bedrock.control.script(fault);
      for (let call = 0; call < breakerLimits.minFailures; call++) await ask();
      bedrock.control.clearScripts();
    }
    for (let call = 0; call < breakerLimits.minFailures; call++) {
      await ask({}, AbortSignal.abort(new Error('stopped')));
    }
    expect(await ask()).toMatchObject({ by: FIRST });
  });

  test('makes fewer calls at once of a model that throttles', async () => {
    const { ask, registry } = chainOf([FIRST]);
    bedrock.control.script({ ...throttled, times: 1 });
    await ask();
    expect(await registry.metrics()).toContain(`aside_model_concurrency_limit{model="${FIRST}"} 1`);
    await ask();
    expect(await registry.metrics()).toContain(`aside_model_concurrency_limit{model="${FIRST}"} 2`);
  });
});
