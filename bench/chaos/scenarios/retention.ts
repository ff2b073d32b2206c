import type { Scenario } from '../scenario.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { erasure } from './erasure.js';
import { sweepsTwice } from './sweeps-twice.js';

export const retention: Scenario = {
  name: 'retention',
  title:
    'archive, expiry and purge run twice at once beside active sessions; sessions are erased while queued and while streaming',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 20, firstTokenMs: 100, tokenMs: 30 });
    const [idle, active, erased] = await Promise.all([
      open(size(40, 10)),
      open(size(20, 5)),
      open(size(20, 5)),
    ]);
    await askAll(active);
    await allWriting(active);
    const findings = [...(await sweepsTwice(site, idle, active)), ...(await erasure(site, erased))];
    await settle(active, patienceMs);
    return [...findings, ...(await site.judge(active))];
  },
  control: 'the bare stack keeps nothing that could be erased',
};
