import type { Site } from '../site/site.js';

async function rssOf(site: Site): Promise<number> {
  return (await site.servers[0]?.rssBytes()) ?? 0;
}

/** The most memory that the first server has while `work` goes on, beside what it had before. */
export async function growthMb(site: Site, work: () => Promise<void>): Promise<number> {
  const before = await rssOf(site);
  let peak = before;
  const looking = setInterval(async () => {
    peak = Math.max(peak, await rssOf(site));
  }, 200);
  await work().finally(() => clearInterval(looking));
  return Math.round((peak - before) / 2 ** 20);
}
