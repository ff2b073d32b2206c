import type { Registry } from 'prom-client';
import type { KeyStore } from '../../core/backplane/keys.js';
import type { Config } from '../../core/config.js';
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Logger } from '../../core/logger.js';
import type { FactsOf } from '../../core/models/model-facts.js';
import { digestLimits } from '../digest/limits.js';
import { createBedrockModel } from './bedrock.js';
import { createBreakers } from './breakers.js';
import { createModelChain, type ModelChain } from './chain.js';
import { createModelMetrics, type ModelMetrics } from './model-metrics.js';

/** Bedrock with all that stands before it: breakers, limits, prices. `wanted` are models that the settings do not name first. */
export function openModelChain(deps: {
  config: Config;
  wanted: readonly string[];
  factsOf: FactsOf;
  keys: KeyStore;
  registry: Registry;
  lifecycle: Lifecycle;
  logger: Logger;
}): { chain: ModelChain; metrics: ModelMetrics } {
  const { config, wanted, factsOf, keys, registry, lifecycle, logger } = deps;
  const { modelIds } = config.bedrock;
  const concurrency = config.worker.concurrency + digestLimits.atOnce;
  const metrics = createModelMetrics(registry);
  const model = createBedrockModel(config.bedrock, concurrency);
  lifecycle.onClose('model', () => model.close());
  const breakers = createBreakers({
    keys,
    models: [...new Set([...modelIds, ...wanted])],
    onChange: metrics.breaker,
    logger,
  });
  lifecycle.onClose('breakers', () => breakers.close());
  const chain = createModelChain({ model, modelIds, factsOf, breakers, concurrency, metrics, logger });
  return { chain, metrics };
}
