/**
 * Does the work with a signal that aborts when `signal` does, or with a TimeoutError after `ms`.
 * In place of `AbortSignal.any([signal, AbortSignal.timeout(ms)])`: in Node.js 20 nothing but the composite refers to
 * that timeout, weakly, and once it has been collected as garbage it never fires.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError')),
    ms,
  ).unref();
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
