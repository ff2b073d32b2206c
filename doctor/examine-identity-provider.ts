import { fetchKeySet } from '../server/auth/fetch-key-set.js';
import type { Findings } from './report.js';

/** Asks for the published keys as the server does, within the same time. Never rejects. */
export async function examineIdentityProvider(
  uri: string,
  findings: Findings,
): Promise<{ keys: number } | null> {
  try {
    const { keys } = await fetchKeySet(uri);
    if (keys.length === 0) {
      findings.problems.push(
        'JWT_JWKS_URI names a key set without keys: set it to the address of your identity provider’s keys.',
      );
    }
    return { keys: keys.length };
  } catch (error) {
    findings.problems.push(
      `JWT_JWKS_URI does not answer with a key set (${reasonOf(error)}): set it to the address of your identity provider’s keys, and let this machine reach it.`,
    );
    return null;
  }
}

/** What `fetch` throws says only that it failed; why is in its cause. A text that is no JSON is not repeated. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SyntaxError) return 'it is no JSON';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}
