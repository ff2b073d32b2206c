import { collectDefaultMetrics, Registry } from 'prom-client';
import { createBackplane } from '../core/backplane/create-backplane.js';
import { createDigestProducer } from '../core/backplane/digest-producer.js';
import { createJobConsumer, type JobConsumer, type JobProcessor } from '../core/backplane/job-consumer.js';
import { keepScheduled } from '../core/backplane/keep-scheduled.js';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { type JobQueue, openQueue } from '../core/backplane/queue-connections.js';
import { createTurnProducer } from '../core/backplane/turn-producer.js';
import { type Config, ConfigError } from '../core/config.js';
import { type DigestJob, type MaintenanceJob, maintenanceJob, turnJob } from '../core/contracts/jobs.js';
import { createHttpServer } from '../core/http-server.js';
import { createLifecycle, type Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { type FactsOf, loadModelFacts } from '../core/models/model-facts.js';
import { loadModeration } from '../core/moderation/load-moderation.js';
import { opsListener } from '../core/ops-listener.js';
import { loadQuickActions } from '../core/quick-actions/load-quick-actions.js';
import { createReadiness } from '../core/readiness.js';
import { openDatabase } from '../core/store/data-source.js';
import { createAnswerCache } from './answer-cache/answer-cache.js';
import { digestLimits } from './digest/limits.js';
import { createIntentAsker } from './intent/ask-intent.js';
import { loadIntents } from './intent/load-intents.js';
import { createUnderstanding, warmUp } from './intent/understand.js';
import { openRetriever } from './knowledge/open-retriever.js';
import { openVectors } from './knowledge/vectors/open-vectors.js';
import { createLeaseJudge } from './lease-judge.js';
import { workerLimits } from './limits.js';
import { openModelChain } from './model/open-chain.js';
import { indexInstructions } from './output-filter/instructions-watch.js';
import { mayBeShown } from './output-filter/judge-whole.js';
import { createAnswerMetrics } from './output-filter/metrics.js';
import { createMaintenanceProcessor } from './processors/maintenance.js';
import { retryDelayMs } from './processors/retry-later.js';
import { createTurnProcessor } from './processors/turn.js';
import { loadTemplates } from './prompt/load-templates.js';
import { instructionTexts } from './prompt/templates.js';
import { startSweep } from './sweep.js';
import { createEstimateCost } from './tools/estimate-cost.js';
import type { PriceBook } from './tools/prices/price-book.js';
import { describePrices, loadPriceFile, type PriceFile } from './tools/prices/price-file.js';
import { createPriceTable } from './tools/prices/price-table.js';
import { createSearchKnowledge } from './tools/search-knowledge.js';
import { createToolbox } from './tools/toolbox.js';
import { createFlights } from './turn/flights.js';
import { createFlushClock } from './turn/flush-clock.js';
import { createLeases, leaseTimes } from './turn/leases.js';

export interface RunningWorker {
  /** Takes no new work, lets running turns end for the grace time, hands the rest back, and closes everything. */
  close(): Promise<void>;
  healthPort: number;
  /** Resolves when it was closed; rejects when a loop that takes jobs broke, which does not begin again. */
  done: Promise<void>;
}

/** Wires a worker and starts it. What was opened is closed again when a later part fails. */
export async function composeWorker(config: Config, logger: Logger): Promise<RunningWorker> {
  const lifecycle = createLifecycle(logger);
  let draining = false;
  // Before anything is opened: a wrong file is said whatever else is wrong.
  const templates = loadTemplates();
  const intents = loadIntents();
  const understand = createUnderstanding(intents, Object.keys(templates.answers), loadQuickActions());
  warmUp(understand);
  const courtesies = intents.file.intents.filter((intent) => !intent.searchKnowledge).map(({ name }) => name);
  const priceFile = loadPriceFile();
  const moderation = loadModeration();
  const factsOf = loadModelFacts(config.bedrock.factsFile);
  const { intentModelId } = config;
  checkIntentModel(intentModelId, factsOf);
  const consumers: Pick<JobConsumer, 'ready' | 'run' | 'isTaking' | 'close'>[] = [];
  const serves = (job: { queue: string }) => config.worker.queues.includes(job.queue);
  try {
    const db = await openDatabase({
      url: config.databaseUrl,
      poolSize: workerLimits.poolSize,
      applicationName: 'aside-worker',
    });
    lifecycle.onClose('database', () => db.destroy());
    const leaseDb = await openDatabase({
      url: config.databaseUrl,
      poolSize: workerLimits.leasePoolSize,
      applicationName: 'aside-worker-leases',
      connectTimeoutMs: leaseTimes.renewWithinMs,
      queryMs: workerLimits.leaseQueryMs,
    });
    lifecycle.onClose('database of leases', () => leaseDb.destroy());
    await prepareQueues(config);
    const backplane = await createBackplane({ config, logger });
    lifecycle.onClose('backplane', () => backplane.close());
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const readiness = createReadiness({
      checks: {
        database: () => db.query('SELECT 1 FROM turns LIMIT 1'),
        backplane: () => backplane.check(),
        queue: async () => {
          const taking = consumers.length > 0 && consumers.every((consumer) => consumer.isTaking());
          if (!taking) throw new Error('this worker takes no jobs');
        },
      },
      isDraining: () => draining,
      logger,
    });
    // Closed after the turns have drained: until then it answers whoever asks whether this process lives.
    const health = createHttpServer(opsListener(registry, readiness));
    lifecycle.onClose('health', () => health.close(workerLimits.healthGraceMs));
    const { host } = config.http;
    const healthPort = await health.listen({ port: config.metricsPort, host }, 'METRICS_PORT');
    const producer = createTurnProducer({ config, deliverWithinMs: workerLimits.deliverMs, logger });
    lifecycle.onClose('producer', () => producer.close());
    await producer.ready();
    const upkeep = openQueue<MaintenanceJob | DigestJob>(config, maintenanceJob.queue, {}, (error) =>
      logger.warn({ err: error, queue: maintenanceJob.queue }, 'the queue cannot be reached'),
    );
    lifecycle.onClose('maintenance queue', upkeep.close);
    await upkeep.ready();
    const digests = createDigestProducer({ queue: upkeep.queue, deliverWithinMs: workerLimits.deliverMs });
    const { keys } = backplane;
    const wanted = [intentModelId, ...intents.file.intents.map(({ model }) => model)].flatMap(
      (id) => id ?? [],
    );
    const { chain, metrics } = openModelChain({
      config,
      wanted,
      factsOf,
      keys,
      registry,
      lifecycle,
      logger,
    });
    const leases = createLeases({ db: leaseDb, signals: backplane.signals, logger });
    lifecycle.onClose('leases', () => leases.close());

    const embedder = await openVectors({ config, db, lifecycle, logger });
    const retriever = await openRetriever({ config, db, embedder, registry, lifecycle, logger });
    const prices = await openPrices(config, priceFile, lifecycle, logger);
    const toolbox = createToolbox({
      tools: [
        createSearchKnowledge({ retriever }),
        createEstimateCost({ prices, described: describePrices(priceFile) }),
      ],
      logger,
    });
    // A template that names a tool which there is not is said now, not in every turn.
    for (const { tools } of Object.values(templates.answers)) toolbox.specs(tools);
    const answerRules = { moderation, instructions: indexInstructions(instructionTexts(templates)) };
    const processor = createTurnProcessor({
      db,
      log: backplane.events,
      keys,
      producer,
      digests,
      leases,
      clock: createFlushClock(),
      understand,
      askIntent: intentModelId ? createIntentAsker({ chain, modelId: intentModelId, intents, logger }) : null,
      retriever,
      templates,
      toolbox,
      answerRules,
      answerMetrics: createAnswerMetrics(registry),
      chain,
      metrics,
      answers: createAnswerCache({
        keys,
        freshMinutes: config.answerCacheMinutes,
        mayServe: (kept) => mayBeShown(answerRules, null, kept),
        logger,
      }),
      flights: createFlights(),
      logger,
    });
    if (serves(turnJob)) {
      const { concurrency } = config.worker;
      consumers.push(
        createJobConsumer({ config, job: turnJob, concurrency, processor, retryDelayMs, logger }),
      );
    }
    const leaving = new AbortController();
    if (serves(maintenanceJob)) {
      const { events, keys, sweepExpired } = backplane;
      const policy = config.retention;
      const upkeepDeps = {
        db,
        events,
        keys,
        sweepExpired,
        policy,
        digests,
        courtesies,
        templates,
        chain,
        isAllowed: (title: string) => mayBeShown(answerRules, null, title),
        embedder,
        logger,
      };
      const processor = createMaintenanceProcessor(upkeepDeps, leaving.signal);
      consumers.push(maintenance({ config, queue: upkeep.queue, processor, lifecycle, logger }));
    }
    lifecycle.onClose('consumers', async () => {
      leaving.abort();
      const drained = Promise.all(consumers.map((consumer) => consumer.close(false)));
      const grace = setTimeout(() => leases.interruptAll('draining'), config.shutdownGraceMs);
      const deadline = new Promise<void>((resolve) =>
        setTimeout(resolve, config.shutdownGraceMs + workerLimits.handBackMs).unref(),
      );
      await Promise.race([drained, deadline]);
      clearTimeout(grace);
    });
    const judge = createLeaseJudge({ db: leaseDb, logger });
    lifecycle.onClose('lease judge', () => judge.close());
    lifecycle.onClose('sweep', startSweep({ db, log: backplane.events, producer, judge, logger }));

    await Promise.all(consumers.map((consumer) => consumer.ready()));
    const done = Promise.all(consumers.map((consumer) => consumer.run())).then(() => undefined);
    // Whoever wants to know listens to `done`.
    done.catch(() => undefined);
    return {
      healthPort,
      done,
      close: () => {
        draining = true;
        return lifecycle.close();
      },
    };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

/** It answers by a tool; one of which nobody says that it takes tools would be asked without, and answer nothing. */
function checkIntentModel(modelId: string | null, factsOf: FactsOf): void {
  if (modelId === null || factsOf(modelId).tools) return;
  throw new ConfigError(
    `INTENT_MODEL_ID names ${modelId}, which is not known to take tools: name a model that does, or say so of it in MODEL_FACTS_FILE.`,
  );
}

/** The client of the price list is loaded only where it is wanted. */
async function openPrices(
  config: Config,
  file: PriceFile,
  lifecycle: Lifecycle,
  logger: Logger,
): Promise<PriceBook> {
  if (config.prices.from === 'table') return createPriceTable(file);
  const { createPriceList } = await import('./tools/prices/price-list.js');
  const prices = createPriceList({ endpoint: config.prices.endpoint, file, logger });
  lifecycle.onClose('price list', () => prices.close());
  return prices;
}

/** Takes the jobs by the clock and those about sessions, and sees that the schedules stand. */
function maintenance(deps: {
  config: Config;
  queue: JobQueue<MaintenanceJob | DigestJob>;
  processor: JobProcessor<MaintenanceJob | DigestJob>;
  lifecycle: Lifecycle;
  logger: Logger;
}): JobConsumer<MaintenanceJob | DigestJob> {
  const { config, queue, processor, lifecycle, logger } = deps;
  lifecycle.onClose('schedules', keepScheduled({ queue, schedules: maintenanceJob.schedules, logger }));
  return createJobConsumer({
    config,
    job: maintenanceJob,
    concurrency: digestLimits.atOnce,
    processor,
    retryDelayMs,
    logger,
    limits: { stuckAfterMs: workerLimits.maintenanceStuckAfterMs },
  });
}
