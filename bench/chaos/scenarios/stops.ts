import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.js';
import { atMost, type Finding, finding, none } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import type { Posted } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

async function stop(chat: AsideChat, posted: Posted | undefined, server?: number): Promise<number> {
  const path = `/turns/${posted ? chat.turnIdOf(posted) : ''}/stop`;
  const answer = await chat.request('POST', path, server === undefined ? {} : { server });
  await answer.body?.cancel();
  return answer.status;
}

/** From the stop to the end of the model's socket, as the model sees it. */
async function untilModelIsLeft(site: AsideSite, chat: AsideChat): Promise<number> {
  const [posted] = chat.posted;
  const stoppedAt = Date.now();
  await stop(chat, posted, 1);
  const call = await eventually('the model is left', async () => {
    const calls = await site.standIn('calls');
    return calls.find((one) => one.question === posted?.text && one.endedAt !== null);
  });
  return (call.endedAt ?? Number.POSITIVE_INFINITY) - stoppedAt;
}

const statesOf = (chats: readonly AsideChat[], place: number) =>
  chats.map((chat) => {
    const posted = chat.posted[place];
    return posted ? chat.answerOf(posted).state : 'nothing';
  });

/** In mid-stream, one after another: what is measured is a stop, not a hundred at once. A second stop changes nothing. */
async function inMidStream({ site, open, size, patienceMs }: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 60, firstTokenMs: 50, tokenMs: 30 });
  const chats = await open(size(100, 15));
  await askAll(chats);
  await allWriting(chats);
  const leftMs: number[] = [];
  for (const chat of chats) leftMs.push(await untilModelIsLeft(site, chat));
  await settle(chats, patienceMs);
  const again = await Promise.all(chats.map((chat) => stop(chat, chat.posted[0])));
  const states = statesOf(chats, 0);
  const kept = chats.filter((chat) => chat.posted.every((one) => chat.answerOf(one).text !== ''));
  return [
    atMost('the model’s socket is closed', leftMs, 0.99, 1_000),
    finding(
      'stopped with what was written',
      `${kept.length} of ${chats.length}`,
      kept.length === chats.length && states.every((state) => state === 'stopped'),
    ),
    none('second stop that was answered otherwise than 409', again.filter((status) => status !== 409).length),
    ...(await site.judge(chats)),
  ];
}

/** A question that waits behind another is stopped before its start. */
async function beforeTheStart({ site, open, size, patienceMs }: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 12, firstTokenMs: 50, tokenMs: 20 });
  const chats = await open(size(40, 10));
  await askAll(chats);
  await askAll(chats);
  await Promise.all(chats.map((chat) => stop(chat, chat.posted[1])));
  await settle(chats, patienceMs);
  const calls = await site.standIn('calls');
  const stopped = chats.flatMap(({ posted }) => posted[1]?.text ?? []);
  return [
    none(
      'waiting question that was not stopped',
      statesOf(chats, 1).filter((state) => state !== 'stopped').length,
    ),
    none(
      'question before it that was not answered',
      statesOf(chats, 0).filter((state) => state !== 'complete').length,
    ),
    none(
      'call of the model for a question that was stopped before its start',
      calls.filter(({ question }) => stopped.includes(question)).length,
    ),
    ...(await site.judge(chats)),
  ];
}

/** Two stops by both servers, at some moment about the end. */
async function racingTheEnd({
  site,
  open,
  size,
  random,
  patienceMs,
  note,
}: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 10 });
  const chats = await open(size(80, 30));
  const statuses = await Promise.all(
    chats.map(async (chat) => {
      await askAll([chat]);
      await sleep(100 + random.next() * 900);
      return Promise.all([stop(chat, chat.posted[0], 0), stop(chat, chat.posted[0], 1)]);
    }),
  );
  await settle(chats, patienceMs);
  const states = statesOf(chats, 0);
  const count = (state: string) => states.filter((one) => one === state).length;
  note(`of the stops that raced the end ${count('stopped')} were first, ${count('complete')} came too late`);
  return [
    none(
      'stop that was answered otherwise than 202 or 409',
      statuses.flat().filter((status) => status !== 202 && status !== 409).length,
    ),
    none('racing turn without one outcome', states.length - count('stopped') - count('complete')),
    finding(
      'both outcomes of the race were seen',
      `${count('stopped')}, ${count('complete')}`,
      count('stopped') > 0 && count('complete') > 0,
    ),
    ...(await site.judge(chats)),
  ];
}

export const stops: Scenario = {
  name: 'stops',
  title: 'stops before the start, in mid-stream by the other server, racing the end, and twice',
  quick: true,
  play: async (stage) => [
    ...(await inMidStream(stage)),
    ...(await beforeTheStart(stage)),
    ...(await racingTheEnd(stage)),
  ],
  control: 'the bare stack has no stop',
};
