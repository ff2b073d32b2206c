/** Longest delay that a timer of Node takes; a token that lives longer than its 24 days does not end a stream. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls back when a reader's token expires, in milliseconds since 1970. */
export function expiryTimer(
  expiresAtMs: number | undefined,
  onExpiry: () => void,
): NodeJS.Timeout | undefined {
  if (expiresAtMs === undefined) return undefined;
  const delayMs = expiresAtMs - Date.now();
  return delayMs > MAX_TIMER_MS ? undefined : setTimeout(onExpiry, Math.max(0, delayMs));
}
