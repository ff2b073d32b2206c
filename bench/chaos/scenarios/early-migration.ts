import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.js';
import { settle, talk } from '../users/load.js';

/** What a later version may add while this one runs: the rule of CONTRIBUTING.md is "add first, remove later". */
const laterMigration = `
  ALTER TABLE sessions ADD COLUMN later text NOT NULL DEFAULT 'as it was';
  ALTER TABLE turns ADD COLUMN later integer;
  ALTER TABLE messages ADD COLUMN later jsonb NOT NULL DEFAULT '{}';
  CREATE INDEX turns_later ON turns (later) WHERE later IS NOT NULL;
`;
const takenBack = `
  ALTER TABLE sessions DROP COLUMN later;
  ALTER TABLE turns DROP COLUMN later;
  ALTER TABLE messages DROP COLUMN later;
`;

export const earlyMigration: Scenario = {
  name: 'early-migration',
  title: 'the next version’s migration is applied, and taken back, under load while this version runs on',
  quick: false,
  play: async ({ site, open, size, random, patienceMs }) => {
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 20 });
    const chats = await open(size(60, 20));
    const load = talk(chats, { messages: size(6, 4), spreadMs: 500, random, patienceMs });
    await sleep(2_000);
    await site.postgres.query(laterMigration);
    try {
      await sleep(2_000);
    } finally {
      await site.postgres.query(takenBack);
    }
    await load;
    await settle(chats, patienceMs);
    return site.judge(chats);
  },
  control: 'the bare stack has no schema',
};
