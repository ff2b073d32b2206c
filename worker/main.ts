import { ConfigError, loadConfig } from '../core/config.js';
import { giveBackMemory } from '../core/give-back-memory.js';
import { closeOnSignal } from '../core/lifecycle.js';
import { createLogger } from '../core/logger.js';
import { workerLimits } from './limits.js';

/** The `worker` process. A setting that is wrong ends it with one sentence on standard error and exit code 1. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, 'worker');
  const logger = createLogger('worker', config.logLevel);
  // Loaded late: a setting that is wrong is told at once, and not after a second of loading.
  const { composeWorker } = await import('./compose.js');
  const starting = composeWorker(config, logger);
  // From the beginning: a signal that comes during the start is obeyed when the start is over.
  closeOnSignal(
    async () => (await starting).close(),
    config.shutdownGraceMs + workerLimits.closeMarginMs,
    logger,
  );
  const worker = await starting;
  logger.info({ health_port: worker.healthPort, queues: config.worker.queues }, 'worker ready');
  giveBackMemory();
  // A process that takes no jobs any more is of no use; whoever supervises it starts another.
  await worker.done.catch(async (error: unknown) => {
    logger.fatal({ err: error }, 'the loop that takes jobs broke');
    setTimeout(() => process.exit(1), config.shutdownGraceMs + workerLimits.closeMarginMs).unref();
    await worker.close();
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  const words = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${String(words)}\n`);
  process.exit(1);
});
