/**
 * Does what many readers want at the same moment so that it does not become a storm on the stores: who wants the same
 * thing shares it while it is on its way, and only so many are on their way at once. The others wait; each is a stream
 * or a poll that is open already, so their number is bounded by that of places.
 */
export function createSharedQueue<T>(atOnce: number): (key: string, take: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const inTurn = async (take: () => Promise<T>): Promise<T> => {
    if (running === atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await take();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return (key, take) => {
    const shared = underWay.get(key);
    if (shared) return shared;
    const taken = inTurn(take).finally(() => underWay.delete(key));
    underWay.set(key, taken);
    return taken;
  };
}
