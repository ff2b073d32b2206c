import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import { type DigestJob, type DigestName, digestJob } from '../../core/contracts/jobs.js';
import { digestLimits } from '../digest/limits.js';
import { type SummaryDeps, writeSummary } from '../digest/write-summary.js';
import { type TitleDeps, writeTitle } from '../digest/write-title.js';
import { ModelError } from '../model/model-error.js';
import type { PromptTemplates } from '../prompt/templates.js';
import { RetryLater } from './retry-later.js';

export type DigestDeps = Omit<TitleDeps & SummaryDeps, 'template'> & {
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
    try {
      const written = await write[digest]({ ...deps, template: deps.templates[digest] }, sessionId, leaving);
      return written ? 'written' : 'not due';
    } catch (error) {
      deps.logger.warn({ err: error, session_id: sessionId, digest }, 'a digest was not written');
      const reason = error instanceof ModelError ? error.kind : (error as Error).name;
      throw new RetryLater(`${digest}: ${reason}`, digestLimits.retryMs, { cause: error });
    }
  };
}

export function isDigest(name: string): name is DigestName {
  return digestJob.names.some((digest) => digest === name);
}
