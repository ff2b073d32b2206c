/**
 * Repeats expectations until they hold; after `deadlineMs` fails with the last reason, which says more than
 * "not in time" does.
 */
export async function settles(expectations: () => void | Promise<void>, deadlineMs = 20_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    try {
      await expectations();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
