import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import { type DigestJob, type DigestName, digestJob } from '../../core/contracts/jobs.js';
import type { Used } from '../../core/domain/ledger.js';
import type { FactsOf } from '../../core/models/model-facts.js';
import { bookUsage } from '../../core/store/ledger.js';
import { digestLimits } from '../digest/limits.js';
import { type SummaryDeps, writeSummary } from '../digest/write-summary.js';
import { type TitleDeps, writeTitle } from '../digest/write-title.js';
import type { Generation } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import { usedBy } from '../model/used.js';
import type { PromptTemplates } from '../prompt/templates.js';
import { RetryLater } from './retry-later.js';

export type DigestDeps = Omit<TitleDeps & SummaryDeps, 'template' | 'onAnswer'> & {
  templates: Pick<PromptTemplates, DigestName>;
  factsOf: FactsOf;
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
    const onAnswer = (generation: Generation) => {
      const call = usedBy(digest, deps.modelId, generation, deps.factsOf);
      if (call) used.push(call);
    };
    const template = deps.templates[digest];
    try {
      const written = await write[digest]({ ...deps, template, onAnswer }, sessionId, leaving);
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
