import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.js';
import { atMost, finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

const stopNewest = async (chat: AsideChat, server?: number): Promise<number> => {
  const newest = chat.posted.at(-1);
  const path = `/turns/${newest ? chat.turnIdOf(newest) : ''}/stop`;
  const answer = await chat.request('POST', path, server === undefined ? {} : { server });
  await answer.body?.cancel();
  return answer.status;
};

/** From the stop to the end of the model's socket, as the model sees it. */
async function untilModelIsLeft(site: AsideSite, chat: AsideChat): Promise<number> {
  const question = chat.posted.at(-1)?.text ?? '';
  const stoppedAt = Date.now();
  await stopNewest(chat, 1);
  const call = await eventually('the model is left', async () => {
    const calls = await site.standIn('calls');
    return calls.find((one) => one.question === question && one.endedAt !== null);
  });
  return (call.endedAt ?? Number.POSITIVE_INFINITY) - stoppedAt;
}

export const stops: Scenario = {
  name: 'stops',
  title: 'stops before the start, in mid-stream by the other server, racing the end, and twice',
  quick: true,
  play: async ({ site, size, open, patienceMs, note, random }) => {
    await site.model({ repeat: 40, firstTokenMs: 50, tokenMs: 30 });
    const inMidStream = await open(size(100, 15));
    await askAll(inMidStream);
    await allWriting(inMidStream);
    // One after another: what is measured is a stop, not a hundred at once.
    const leftMs: number[] = [];
    for (const chat of inMidStream) leftMs.push(await untilModelIsLeft(site, chat));

    const beforeStart = await open(size(20, 5));
    await askAll(beforeStart);
    await askAll(beforeStart);
    await Promise.all(beforeStart.map((chat) => stopNewest(chat)));
    await Promise.all(
      beforeStart.map(async (chat) => {
        const [first] = chat.posted;
        await chat.request('POST', `/turns/${first ? chat.turnIdOf(first) : ''}/stop`);
      }),
    );
    const findings = await site.judge([...inMidStream, ...beforeStart].filter(ended));

    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 10 });
    const racing = await open(size(60, 15));
    const statuses = await Promise.all(
      racing.map(async (chat) => {
        await askAll([chat]);
        await sleep(350 + random.next() * 500);
        return Promise.all([stopNewest(chat, 0), stopNewest(chat, 1)]);
      }),
    );
    await settle([...beforeStart, ...racing], patienceMs);
    const states = racing.map((chat) => chat.posted.map((one) => chat.answerOf(one).state).join());
    const count = (state: string) => states.filter((one) => one === state).length;
    note(`racing stops: ${count('stopped')} were first, ${count('complete')} came too late`);
    const kept = inMidStream.filter((chat) => chat.posted.every((one) => chat.answerOf(one).text !== ''));
    const neverBegun = beforeStart.map((chat) => chat.posted.at(-1)).filter((one) => one !== undefined);
    const calls = await site.standIn('calls');
    return [
      atMost('the model’s socket is closed', leftMs, 0.99, 1_000),
      finding(
        'partial text is kept',
        `${kept.length} of ${inMidStream.length}`,
        kept.length === inMidStream.length,
      ),
      none(
        'call of the model for a question that was stopped before its start',
        neverBegun.filter(({ text }) => calls.some(({ question }) => question === text)).length,
      ),
      none(
        'stop that was answered otherwise than 202 or 409',
        statuses.flat().filter((status) => status !== 202 && status !== 409).length,
      ),
      none(
        'racing turn without one outcome',
        states.filter((state) => state !== 'stopped' && state !== 'complete').length,
      ),
      ...findings,
      ...(await site.judge(racing)),
    ];
  },
  control: 'the bare stack has no stop',
};

function ended(chat: AsideChat): boolean {
  return chat.posted.every((one) => chat.answerOf(one).endedAt !== null);
}
