import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { type Finding, finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { newQuestion, settle } from '../users/load.js';

/** What the model does to one question, and what has to become of it. */
interface Case {
  what: string;
  /** How it is answered; `once`: the first time only. */
  fault: ScriptInput;
  once: boolean;
  /** How the turn ends, after how many calls of the model, and in which time at least. */
  state: 'complete' | 'failed';
  calls: number;
  atLeastMs?: number;
  /** Takes as long as the real timers do, which a quick run has not. */
  slow?: boolean;
}

const exception = (type: string): ScriptInput => ({ streamException: { type, afterTokens: 5 } });
const refusal = (status: number, type: string): ScriptInput => ({ httpError: { status, type } });
const retried = (what: string, fault: ScriptInput): Case => ({
  ...{ what, fault, once: true, state: 'complete', calls: 2 },
});
const fatal = (what: string, fault: ScriptInput): Case => ({
  ...{ what, fault, once: false, state: 'failed', calls: 1 },
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
    once: false,
    state: 'failed',
  },
  fatal('ServiceQuotaExceededException', refusal(400, 'ServiceQuotaExceededException')),
  fatal('AccessDeniedException', refusal(403, 'AccessDeniedException')),
  fatal('ResourceNotFoundException', refusal(404, 'ResourceNotFoundException')),
  fatal('ValidationException', refusal(400, 'ValidationException')),
  retried('an HTML 502', { htmlError: 502 }),
  retried('a reset before the answer', { resetBeforeHeaders: true }),
  retried('ThrottlingException inside the stream', exception('ThrottlingException')),
  retried('ServiceUnavailableException inside the stream', exception('ServiceUnavailableException')),
  retried('InternalServerException inside the stream', exception('InternalServerException')),
  retried('ModelStreamErrorException inside the stream', exception('ModelStreamErrorException')),
  fatal('ValidationException inside the stream', exception('ValidationException')),
  retried('a reset inside the stream', { resetAfterTokens: 5 }),
  retried('a clean end without messageStop', { endWithoutStop: 5 }),
  retried('a whole answer without messageStop', { endWithoutStop: true }),
  retried('a frame with a bad checksum', { garbageAfterTokens: 5 }),
  retried('noise in place of a frame', { garbageAfterTokens: 5, garbageKind: 'noise' }),
  retried('an empty answer', { empty: true }),
  retried('a window that was exceeded', { stopReason: 'model_context_window_exceeded' }),
  {
    ...retried('a frame of 2 GB that never comes', { garbageAfterTokens: 5, garbageKind: 'length' }),
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
      fault: { answer: 'Much. '.repeat(875_000), tokenChars: 4_096, tokenMs: 1 },
    },
    ...{ once: false, state: 'complete', calls: 1 },
  },
  {
    ...{
      what: '100,000 tiny pieces',
      fault: { lengthTokens: 100_000, tokenChars: 1, tokenMs: 0 },
      once: false,
    },
    ...{ state: 'complete', calls: 1 },
  },
];

/** Above what an idle worker has, with an answer of 5 MB in hand. */
const MAX_WORKER_MB = 450;

async function playCase<C extends Chat>(site: Site, chat: C, one: Case) {
  const question = newQuestion();
  await site.standIn('alsoScript', { ...one.fault, match: question, ...(one.once ? { times: 1 } : {}) });
  return { one, chat, posted: await chat.post(question) };
}

async function play<S extends Site>({ site, patienceMs }: Stage<S>, chats: Chat[], cases: readonly Case[]) {
  await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
  const played = await Promise.all(
    cases.flatMap((one, index) => {
      const chat = chats[index];
      return chat ? [playCase(site, chat, one)] : [];
    }),
  );
  await settle(chats, patienceMs + 60_000);
  return played;
}

export const modelFaults: Scenario = {
  name: 'model-faults',
  title:
    'each error of the model, before the stream and inside it; silence, resets, garbage; drip, 5 MB, 100,000 pieces',
  quick: true,
  play: async (stage) => {
    const cases = modelCases.filter(({ slow }) => !slow || stage.size(1, 0) === 1);
    const chats = await stage.open(cases.length);
    const played = await play(stage, chats, cases);
    const calls = await stage.site.standIn('calls');
    const rss = await Promise.all(stage.site.workers.map((worker) => worker.rssBytes()));
    const mostMb = Math.round(Math.max(...rss) / 2 ** 20);
    const wrong: Finding[] = played.map(({ one, chat, posted }) => {
      const seen = chat.answerOf(posted);
      const made = calls.filter(({ question }) => question === posted.text).length;
      const tookMs = (seen.endedAt ?? 0) - posted.acceptedAt;
      const inTime = tookMs >= (one.atLeastMs ?? 0);
      const asExpected = seen.state === one.state && made === one.calls && inTime;
      return finding(
        `${one.what}: ${one.state} after ${one.calls}`,
        `${seen.state} after ${made}`,
        asExpected,
      );
    });
    return [
      ...wrong.filter(({ holds }) => !holds),
      finding(
        'cases that end as the table of errors says',
        `${wrong.filter(({ holds }) => holds).length} of ${wrong.length}`,
        wrong.every(({ holds }) => holds),
      ),
      ...(await stage.site.judge(chats, { mayFail: true })),
      finding(`a worker's memory ≤ ${MAX_WORKER_MB} MB`, `${mostMb} MB`, mostMb <= MAX_WORKER_MB),
    ];
  },
  control: async (stage) => {
    const cases = modelCases.filter(({ slow, state }) => !slow && state === 'complete');
    const chats = await stage.open(cases.length);
    await play(stage, chats, cases);
    return stage.site.judge(chats);
  },
};

/** Each with the same chance; together a fifth of all calls. */
const randomFaults: ScriptInput[] = [
  refusal(429, 'ThrottlingException'),
  refusal(503, 'ServiceUnavailableException'),
  exception('ModelStreamErrorException'),
  { resetAfterTokens: 10 },
  { endWithoutStop: 10 },
];

export const randomModelFaults: Scenario = {
  name: 'random-model-faults',
  title: 'a fifth of all calls of the model fail, in five ways, under load',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 20));
    await underRandomFaults(stage, chats);
    const calls = await stage.site.standIn('calls');
    const answered = chats.reduce((sum, chat) => sum + chat.posted.length, 0);
    const perMessage = calls.length / answered;
    const faulty = calls.filter(({ outcome }) => outcome !== 'completed').length / calls.length;
    stage.note(`${(100 * faulty).toFixed(0)} % of ${calls.length} calls failed`);
    return [
      finding('calls for each message ≤ 1.35', perMessage.toFixed(2), perMessage <= 1.35),
      ...(await stage.site.judge(chats)),
    ];
  },
  control: async (stage) => {
    const chats = await stage.open(stage.size(60, 20));
    await underRandomFaults(stage, chats);
    return stage.site.judge(chats);
  },
};

async function underRandomFaults<S extends Site>(
  { site, size, patienceMs }: Stage<S>,
  chats: readonly Chat[],
): Promise<void> {
  await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
  // Tried in this order: of what the earlier ones left.
  await site.standIn('clearScripts');
  for (const [index, fault] of randomFaults.entries()) {
    const left = 1 - 0.04 * index;
    await site.standIn('alsoScript', { ...fault, probability: 0.04 / left });
  }
  await site.standIn('alsoScript', answers);
  await Promise.all(
    chats.map(async (chat) => {
      for (let message = 0; message < size(10, 3); message++) {
        await chat.ended(await chat.post(newQuestion()), patienceMs);
      }
    }),
  );
}

const answers: ScriptInput = {
  ...{ repeat: 2, firstTokenMs: 20, tokenMs: 5 },
  answer: 'This is said to {question} and to nothing else, in a few words that are many when repeated. ',
};
