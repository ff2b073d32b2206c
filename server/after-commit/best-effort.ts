import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import { afterCommitLimits } from './limits.js';

/**
 * Does what follows a commit, for a short time. Never rejects: false says that it failed, or was not done in time and
 * goes on by itself; the log then says `failed`, of `about`.
 */
export async function bestEffort(
  work: () => Promise<unknown>,
  told: {
    logger: Logger;
    failed: string;
    about: Record<string, unknown>;
    /** `debug` where nothing is lost by it. */
    level?: 'warn' | 'debug';
  },
): Promise<boolean> {
  try {
    await withinMs(work(), afterCommitLimits.stepMs, 'it was not done in time');
    return true;
  } catch (error) {
    told.logger[told.level ?? 'warn']({ err: error, ...told.about }, told.failed);
    return false;
  }
}
