import { Registry } from 'prom-client';
import { loadModelFacts } from '../../core/models/model-facts.js';
import type { Model } from '../../worker/model/bedrock.js';
import { createBreakers } from '../../worker/model/breakers.js';
import { createModelChain } from '../../worker/model/chain.js';
import { createModelMetrics } from '../../worker/model/model-metrics.js';
import { silentLogger as logger } from './logger.js';

/** What stands before a model in a worker that knows of no other one. `others` are asked only where a wish names them. */
export function chainAlone(
  model: Model,
  modelIds: readonly string[],
  { others = [], now }: { others?: readonly string[]; now?: () => number } = {},
) {
  const registry = new Registry();
  const alone = () => Promise.reject(new Error('away'));
  const breakers = createBreakers({
    keys: { get: alone, set: alone, take: alone, delete: alone },
    models: [...modelIds, ...others],
    onChange: () => undefined,
    logger,
    ...(now ? { now } : {}),
  });
  breakers.close();
  const metrics = createModelMetrics(registry);
  const factsOf = loadModelFacts(null);
  const chain = createModelChain({ model, modelIds, factsOf, breakers, concurrency: 10, metrics, logger });
  return { chain, registry };
}
