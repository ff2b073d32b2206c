import type { ErrorCode } from '../../../core/contracts/errors.js';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';

/** What the model does to one question, and what has to become of it. */
export interface Case {
  what: string;
  /** How it is answered; `once`: the first time only. */
  fault: ScriptInput;
  once: boolean;
  /** How the turn ends, after how many calls of the model, and in which time at least. */
  state: 'complete' | 'failed';
  calls: number;
  /** Of the failure, if it fails. */
  code?: ErrorCode;
  atLeastMs?: number;
  /** Characters that are kept, at least. */
  characters?: number;
  /** Takes as long as the real timers do, which a quick run has not. */
  slow?: boolean;
}

export const exception = (type: string): ScriptInput => ({ streamException: { type, afterTokens: 5 } });
export const refusal = (status: number, type: string): ScriptInput => ({ httpError: { status, type } });
const retried = (what: string, fault: ScriptInput): Case => ({
  ...{ what, fault, once: true, state: 'complete', calls: 2 },
});
const fatal = (what: string, fault: ScriptInput, code: ErrorCode): Case => ({
  ...{ what, fault, once: false, state: 'failed', calls: 1, code },
});

const firstTokenTimer = 30_000;
const betweenTokensTimer = 20_000;

export const modelCases: readonly Case[] = [
  retried('ThrottlingException', refusal(429, 'ThrottlingException')),
  retried('ModelNotReadyException', refusal(429, 'ModelNotReadyException')),
  retried('ServiceUnavailableException', refusal(503, 'ServiceUnavailableException')),
  retried('InternalServerException', refusal(500, 'InternalServerException')),
  retried('ModelTimeoutException', refusal(408, 'ModelTimeoutException')),
  retried('ModelErrorException', refusal(424, 'ModelErrorException')),
  {
    ...retried('ModelErrorException twice', refusal(424, 'ModelErrorException')),
    ...{ once: false, state: 'failed', code: 'MODEL_UNAVAILABLE' },
  },
  fatal(
    'ServiceQuotaExceededException',
    refusal(400, 'ServiceQuotaExceededException'),
    'MODEL_ACCESS_DENIED',
  ),
  fatal('AccessDeniedException', refusal(403, 'AccessDeniedException'), 'MODEL_ACCESS_DENIED'),
  fatal('ResourceNotFoundException', refusal(404, 'ResourceNotFoundException'), 'MODEL_ACCESS_DENIED'),
  fatal('ValidationException', refusal(400, 'ValidationException'), 'MODEL_REJECTED_INPUT'),
  retried('an HTML 502', { htmlError: 502 }),
  retried('a reset before the answer', { resetBeforeHeaders: true }),
  retried('ThrottlingException inside the stream', exception('ThrottlingException')),
  retried('ServiceUnavailableException inside the stream', exception('ServiceUnavailableException')),
  retried('InternalServerException inside the stream', exception('InternalServerException')),
  retried('ModelStreamErrorException inside the stream', exception('ModelStreamErrorException')),
  fatal('ValidationException inside the stream', exception('ValidationException'), 'MODEL_REJECTED_INPUT'),
  retried('a reset inside the stream', { resetAfterTokens: 5 }),
  retried('a clean end without messageStop', { endWithoutStop: 5 }),
  retried('a whole answer without messageStop', { endWithoutStop: true }),
  retried('a frame with a bad checksum', { garbageAfterTokens: 5 }),
  retried('noise in place of a frame', { garbageAfterTokens: 5, garbageKind: 'noise' }),
  retried('an empty answer', { empty: true }),
  retried('a window that was exceeded', { stopReason: 'model_context_window_exceeded' }),
  retried('a frame that says it has 2 GB', { garbageAfterTokens: 5, garbageKind: 'length' }),
  {
    ...retried('a frame of 16 MB that never comes', { garbageAfterTokens: 5, garbageKind: 'unfinished' }),
    ...{ atLeastMs: betweenTokensTimer, slow: true },
  },
  {
    ...retried('silence before the first token', { silentBefore: true }),
    atLeastMs: firstTokenTimer,
    slow: true,
  },
  {
    ...retried('silence after the first tokens', { silentAfterTokens: 5 }),
    ...{ atLeastMs: betweenTokensTimer, slow: true },
  },
  {
    ...{ what: 'a drip of one token in 10 s', fault: { lengthTokens: 5, tokenMs: 10_000 }, once: false },
    ...{ state: 'complete', calls: 1, atLeastMs: 40_000, slow: true },
  },
  {
    ...{
      what: 'an answer of 5 MB',
      fault: { answer: 'Much. '.repeat(875_000), tokenChars: 4_096, tokenMs: 1, beyondMaxTokens: true },
    },
    ...{ once: false, state: 'complete', calls: 1, characters: 5_250_000 },
  },
  {
    ...{
      what: '100,000 tiny pieces',
      fault: { lengthTokens: 100_000, tokenChars: 1, tokenMs: 0, beyondMaxTokens: true },
      once: false,
    },
    ...{ state: 'complete', calls: 1, characters: 100_000 },
  },
];
