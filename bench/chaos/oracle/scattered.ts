import type { Redis } from 'ioredis';
import { queueNames } from '../../../core/contracts/jobs.js';

/** What belongs together must be on one node: the keys of each session, and those of each queue. */
export async function scattered(
  masters: readonly Redis[],
  sessions: readonly string[],
): Promise<{ keys: number; apart: string[] }> {
  const slots = new Map<string, Set<number>>();
  let keys = 0;
  for (const master of masters) {
    for (const key of await master.keys('*')) {
      // By what the key is about, wherever that stands in it, and not by the tag that is to keep it together. A job of a
      // queue may name a session.
      const owner = [...queueNames, ...sessions].find((name) => key.includes(name));
      if (owner === undefined) continue;
      keys += 1;
      slots.set(owner, (slots.get(owner) ?? new Set()).add(Number(await master.cluster('KEYSLOT', key))));
    }
  }
  return { keys, apart: [...slots].filter(([, of]) => of.size > 1).map(([owner]) => owner) };
}
