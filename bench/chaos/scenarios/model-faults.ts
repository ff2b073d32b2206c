import { type Case, modelCases } from '../faults/model-cases.js';
import { finding } from '../oracle/finding.js';
import { codesOf, judgeCase, type PlayedCase } from '../oracle/judge-case.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { newQuestion, settle } from '../users/load.js';

/** Of one worker, with answers of megabytes in hand; an idle one has about 120. */
const MAX_WORKER_MB = 450;

async function play<S extends Site>(
  { site }: Stage<S>,
  chats: Chat[],
  cases: readonly Case[],
  settleMs: number,
): Promise<PlayedCase[]> {
  await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
  const played = await Promise.all(
    chats.slice(0, cases.length).map(async (chat, index) => {
      const one = cases[index] as Case;
      const question = newQuestion();
      await site.standIn('alsoScript', { ...one.fault, match: question, ...(one.once ? { times: 1 } : {}) });
      return { one, chat, posted: await chat.post(question) };
    }),
  );
  await settle(chats, settleMs);
  return played;
}

export const modelFaults: Scenario = {
  name: 'model-faults',
  title:
    'each error of the model, before the stream and inside it; silence, resets, garbage; drip, 5 MB, 100,000 pieces',
  quick: true,
  play: async (stage) => {
    const { site } = stage;
    const cases = modelCases.filter(({ slow }) => !slow || stage.size(1, 0) === 1);
    const chats = await stage.open(cases.length);
    let mostBytes = 0;
    const looking = setInterval(async () => {
      const rss = await Promise.all(site.workers.map((worker) => worker.rssBytes()));
      mostBytes = Math.max(mostBytes, ...rss);
    }, 200);
    const played = await play(stage, chats, cases, stage.patienceMs + 60_000).finally(() =>
      clearInterval(looking),
    );
    const calls = await site.standIn('calls');
    const codes = await codesOf(site, chats);
    const findings = played.map((one) =>
      judgeCase(
        one,
        calls.filter(({ question }) => question === one.posted.text).length,
        codes.get(one.posted.text) ?? null,
      ),
    );
    const right = findings.filter(({ holds }) => holds).length;
    const mostMb = Math.round(mostBytes / 2 ** 20);
    return [
      ...findings.filter(({ holds }) => !holds),
      finding(
        'cases that end as the table of errors says',
        `${right} of ${cases.length}`,
        right === cases.length,
      ),
      finding(`a worker's memory ≤ ${MAX_WORKER_MB} MB`, `${mostMb} MB`, mostMb <= MAX_WORKER_MB),
      ...(await site.judge(chats, { mayFail: true })),
    ];
  },
  control: {
    play: async (stage) => {
      const cases = modelCases.filter(({ slow, state }) => !slow && state === 'complete');
      const chats = await stage.open(cases.length);
      // It has no timers of its own: what has not come by now never will.
      await play(stage, chats, cases, stage.patienceMs);
      return stage.site.judge(chats);
    },
    breaks: ['no turn failed', 'no answer other than what the model said'],
  },
};
