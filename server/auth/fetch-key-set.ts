/** A large provider publishes a few keys of 2 KB each. */
export const MAX_KEY_SET_BYTES = 256 * 1_024;
/** A caller waits for it. */
export const KEY_SET_TIMEOUT_MS = 3_000;

/** The JSON Web Key Set (RFC 7517, 5) at an address. Rejects when it cannot be had in time or is none. */
export async function fetchKeySet(uri: string): Promise<{ keys: unknown[] }> {
  const answer = await fetch(uri, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(KEY_SET_TIMEOUT_MS),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`the key set answered ${answer.status}`);
  }
  const set: unknown = JSON.parse(await boundedText(answer));
  if (typeof set !== 'object' || set === null || !('keys' in set) || !Array.isArray(set.keys)) {
    throw new Error('the key set holds no keys');
  }
  return { keys: set.keys };
}

/** Counted while it is read: an answer need not say its length, nor tell the truth about it. */
async function boundedText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    // Leaving the loop gives the rest of the answer up.
    if (length > MAX_KEY_SET_BYTES) throw new Error(`the key set is over ${MAX_KEY_SET_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
