/**
 * Waits until `check` answers something other than undefined, null or false, and gives it back. For conditions
 * that no event announces. Looks again after 5 ms, and less and less often, down to every 50 ms, the longer it has
 * waited: what is waited for needs the processor too. Rejects after `deadlineMs`.
 */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  deadlineMs = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const began = performance.now();
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== null && value !== false) {
      return value as NonNullable<Exclude<T, false>>;
    }
    const waitedMs = performance.now() - began;
    if (waitedMs > deadlineMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(50, Math.max(5, waitedMs / 10))));
  }
}
