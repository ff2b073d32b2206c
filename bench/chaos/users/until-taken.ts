import { setTimeout as pause } from 'node:timers/promises';
import { type Posted, Unserved } from './chat.js';

/** A try that is not answered for this long is given up and repeated. */
export const TRY_MS = 10_000;
/** Longest wait between two tries. */
const MAX_PAUSE_MS = 1_000;

/**
 * Posts until it is taken with 202, as a client does that keeps what was typed. Rejects with {@link Unserved} after
 * `limitMs`, and with an Error for a refusal that no repetition mends.
 */
export async function untilTaken(
  text: string,
  limitMs: number,
  post: (signal: AbortSignal) => Promise<Response>,
  onRefusal: (status: number) => void,
): Promise<{ posted: Posted; body: unknown }> {
  const deadline = performance.now() + limitMs;
  for (let tries = 1; performance.now() < deadline; tries++) {
    const sentAt = performance.now();
    const answer = await post(AbortSignal.timeout(TRY_MS)).catch(() => null);
    const now = performance.now();
    if (answer?.status === 202) {
      return { posted: { text, tookMs: now - sentAt, tries, acceptedAt: now }, body: await answer.json() };
    }
    if (answer) onRefusal(answer.status);
    if (answer && answer.status < 500 && answer.status !== 429)
      throw new Error(`a post was refused: ${answer.status} ${await answer.text()}`);
    await answer?.body?.cancel();
    await pause(Math.min(MAX_PAUSE_MS, 100 * tries));
  }
  throw new Unserved(`no server took a message within ${limitMs} ms`);
}
