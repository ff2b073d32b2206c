import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import { type DigestJob, type DigestName, digestJob } from '../../core/contracts/jobs.js';
import type { Used } from '../../core/domain/ledger.js';
import { bookUsage } from '../../core/store/ledger.js';
import { digestLimits } from '../digest/limits.js';
import { type SummaryDeps, writeSummary } from '../digest/write-summary.js';
import { type TitleDeps, writeTitle } from '../digest/write-title.js';
import { ModelError } from '../model/model-error.js';
import type { PromptTemplates } from '../prompt/templates.js';
import { RetryLater } from './retry-later.js';

export type DigestDeps = Omit<TitleDeps & SummaryDeps, 'template' | 'kind' | 'onUsed'> & {
  templates: Pick<PromptTemplates, DigestName>;
};

/** Titles and summaries. One that fails is tried again a few times, and then missing. */
export function createDigestProcessor(
  deps: DigestDeps,
  /** Aborted when the worker is leaving: another one does it. */
  leaving: AbortSignal,
): JobProcessor<DigestJob> {
  const write = { title: writeTitle, summary: writeSummary } as const;
  return async ({ name, data }) => {
    const digest = name as DigestName;
    const { session_id: sessionId } = digestJob.payload.parse(data);
    const used: Used[] = [];
    const asked = { template: deps.templates[digest], kind: digest, onUsed: (call: Used) => used.push(call) };
    try {
      const written = await write[digest]({ ...deps, ...asked }, sessionId, leaving);
      return written ? 'written' : 'not due';
    } catch (error) {
      deps.logger.warn({ err: error, session_id: sessionId, digest }, 'a digest was not written');
      const reason = error instanceof ModelError ? error.kind : (error as Error).name;
      throw new RetryLater(`${digest}: ${reason}`, digestLimits.retryMs, { cause: error });
    } finally {
      // The title is there; what it took is not worth asking the model again.
      await bookUsage(deps.db, { sessionId, turnId: null }, used).catch((error: unknown) => {
        deps.logger.warn({ err: error, session_id: sessionId, digest }, 'what a digest took was not booked');
      });
    }
  };
}

export function isDigest(name: string): name is DigestName {
  return digestJob.names.some((digest) => digest === name);
}
