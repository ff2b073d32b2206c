/**
 * Does one batch after the other until one of them comes back with less than a batch, which means that no more is
 * due; at most `rounds` of them, and none after the signal: the next run goes on. `work` may lower the
 * batch for those that follow. Returns how much was done.
 */
export async function inBatches(
  bounds: { batch: number; rounds: number },
  signal: AbortSignal,
  work: (limit: number) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let round = 0; round < bounds.rounds && !signal.aborted; round++) {
    const done = await work(bounds.batch);
    total += done;
    if (done < bounds.batch) break;
  }
  return total;
}
