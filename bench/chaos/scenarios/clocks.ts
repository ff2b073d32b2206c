import { setTimeout as sleep } from 'node:timers/promises';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import { settle, talk } from '../users/load.js';

const TEN_MINUTES_MS = 600_000;
const outage = { httpError: { status: 503, type: 'ServiceUnavailableException' } };

export const wrongClocks: Scenario = {
  name: 'wrong-clocks',
  title:
    'the clock of one worker is ten minutes fast, that of another ten minutes slow; a third one is killed',
  quick: false,
  play: async ({ site, open, size, random, patienceMs }) => {
    await site.model({ repeat: 8, firstTokenMs: 100, tokenMs: 30 });
    const [fast, slow, third] = site.workers;
    const skew = new URL('../../programs/skewed-clock.js', import.meta.url).href;
    const wrong = (ms: number) => ({ NODE_OPTIONS: `--import ${skew}`, CLOCK_SKEW_MS: String(ms) });
    await Promise.all([fast?.end('SIGTERM'), slow?.end('SIGTERM')]);
    await Promise.all([fast?.start(wrong(TEN_MINUTES_MS)), slow?.start(wrong(-TEN_MINUTES_MS))]);
    const marks = [fast, slow].map((worker) => worker?.mark() ?? 0);
    const chats = await open(size(60, 20));
    // So that some turns wait for their retry, by the clock of the worker that failed.
    await site.standIn('alsoScript', { ...outage, match: 'nothing', probability: 0.15 });
    const load = talk(chats, { messages: 2, spreadMs: 500, random, patienceMs });
    await sleep(3_000);
    await third?.end('SIGKILL');
    await load;
    await settle(chats, patienceMs);
    const lines = [fast, slow].flatMap((worker, index) => worker?.linesSince(marks[index] ?? 0) ?? []);
    const lost = lines.filter((line) => line.includes('lost its turn'));
    await Promise.all([fast?.end('SIGTERM'), slow?.end('SIGTERM')]);
    const ended = lines.filter((line) => line.includes('"turn ended"')).length;
    return [
      finding('turns that these two ended', ended, ended > 0),
      none('lease lost by a worker whose clock is wrong', lost.length),
      ...(await site.judge(chats)),
    ];
  },
  control: 'the bare stack keeps no times of its own',
};
