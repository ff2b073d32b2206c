import type { AsideSite } from './site.js';

/** What `/readyz` of every process answers, servers first; 0 when nothing does. */
export function readiness({ servers, workers, origins }: AsideSite): Promise<number[]> {
  const addresses = [
    ...servers.map((_, index) => `${origins[index]}/readyz`),
    ...workers.map((worker) => `http://127.0.0.1:${worker.ready().health_port}/readyz`),
  ];
  return Promise.all(
    addresses.map(async (address) => {
      const answer = await fetch(address).catch(() => null);
      await answer?.body?.cancel();
      return answer?.status ?? 0;
    }),
  );
}
