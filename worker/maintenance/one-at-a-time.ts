/**
 * `work`, one at a time. Whoever asks while it is done is answered 0 at once, and it is done once more afterwards for all who
 * asked meanwhile: what they want done may have come too late for it. So nobody waits, and no queue grows.
 */
export function oneAtATime(work: () => Promise<number>): () => Promise<number> {
  let isDoing = false;
  let onceMore = false;
  return async () => {
    onceMore = isDoing;
    if (isDoing) return 0;
    isDoing = true;
    try {
      let done = await work();
      while (onceMore) {
        onceMore = false;
        done += await work();
      }
      return done;
    } finally {
      isDoing = false;
    }
  };
}
