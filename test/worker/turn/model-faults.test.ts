import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { assembled, endsTurn, startConversation } from '../../support/conversation.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const ANSWER =
  'Use gateway endpoints. They are free, and they take S3 and DynamoDB traffic off the NAT gateway.';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());
afterEach(() => stack.bedrock.control.clearScripts());

/** Asks one question while the stand-in behaves badly as often as `faults` says, and then well. */
async function askThrough(...faults: ScriptInput[]) {
  for (const fault of faults) stack.bedrock.control.script({ times: 1, ...fault });
  stack.bedrock.control.script({ answer: ANSWER });
  const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  const { turn } = await conversation.ask('Which endpoints are free?');
  const events = await conversation.events(endsTurn);
  const { data } = await conversation.history();
  return { conversation, turn, events, answer: data[1], last: events.at(-1) };
}

const throttled = { status: 429, type: 'ThrottlingException' };

describe('a fault of the model that passes', () => {
  const passing: [string, ScriptInput][] = [
    ['throttling before the stream', { httpError: throttled }],
    ['a model that is not ready', { httpError: { status: 429, type: 'ModelNotReadyException' } }],
    ['an unavailable service', { httpError: { status: 503, type: 'ServiceUnavailableException' } }],
    ['an internal error', { httpError: { status: 500, type: 'InternalServerException' } }],
    ['a model error', { httpError: { status: 424, type: 'ModelErrorException' } }],
    ['a time-out of the model', { httpError: { status: 408, type: 'ModelTimeoutException' } }],
    ['an HTML page of a gateway', { htmlError: 502 }],
    ['a connection that is reset before the answer', { resetBeforeHeaders: true }],
    [
      'throttling inside the stream',
      { answer: ANSWER, streamException: { type: 'throttlingException', afterTokens: 5 } },
    ],
    [
      'a stream error',
      { answer: ANSWER, streamException: { type: 'modelStreamErrorException', afterTokens: 5 } },
    ],
    ['a connection that is reset in the stream', { answer: ANSWER, resetAfterTokens: 7 }],
    ['a clean end without messageStop', { answer: ANSWER, endWithoutStop: 6 }],
    ['a garbled frame', { answer: ANSWER, garbageAfterTokens: 6 }],
    ['an empty answer', { empty: true }],
  ];
  test.each(passing)('%s costs another attempt, never a broken answer', async (_name, fault) => {
    const { events, answer, last } = await askThrough(fault);
    expect(last?.type).toBe('turn.completed');
    expect(answer).toMatchObject({ status: 'complete', content: ANSWER, error: null });
    expect(assembled(events)).toBe(ANSWER);
    const announced = events.filter(
      (event) => event.type === 'turn.failed' || event.type === 'turn.restarted',
    );
    expect(announced).toMatchObject([
      { type: 'turn.failed', will_retry: true },
      { type: 'turn.restarted', attempt: 2 },
    ]);
  });
});

describe('a fault of the model that does not pass', () => {
  const lasting: [string, ScriptInput, string, number][] = [
    [
      'refused access',
      { httpError: { status: 403, type: 'AccessDeniedException' } },
      'MODEL_ACCESS_DENIED',
      1,
    ],
    [
      'an unknown model',
      { httpError: { status: 404, type: 'ResourceNotFoundException' } },
      'MODEL_ACCESS_DENIED',
      1,
    ],
    [
      'a used-up quota',
      { httpError: { status: 400, type: 'ServiceQuotaExceededException' } },
      'MODEL_ACCESS_DENIED',
      1,
    ],
    [
      'input that the model refuses',
      { httpError: { status: 400, type: 'ValidationException' } },
      'MODEL_REJECTED_INPUT',
      1,
    ],
    [
      'a model that fails twice',
      { httpError: { status: 424, type: 'ModelErrorException' } },
      'MODEL_UNAVAILABLE',
      2,
    ],
  ];
  test.each(lasting)(
    '%s ends in a sentence, and a retry by the user works',
    async (_name, fault, code, calls) => {
      stack.bedrock.control.clearRequests();
      const { conversation, turn, answer, last } = await askThrough(
        ...Array.from({ length: calls }, () => fault),
      );
      expect(last).toMatchObject({ type: 'turn.failed', will_retry: false, error: { code } });
      expect(answer).toMatchObject({ status: 'failed', content: '', error: { code } });
      expect(answer?.error?.message).toMatch(/^[A-Z].*\.$/);
      expect(stack.bedrock.control.requests()).toHaveLength(calls);

      const retried = await conversation.call(
        'POST',
        `/sessions/${conversation.session.id}/turns/${turn.id}/retry`,
      );
      expect(retried.status).toBe(202);
      const events = await conversation.events((event) => event.type === 'turn.completed');
      expect(events.at(-1)).toMatchObject({ message: { content: ANSWER, id: answer?.id } });
      expect((await conversation.history()).data).toHaveLength(2);
    },
  );
});
