import { ConfigError, loadConfig } from '../core/config.js';
import { closeOnSignal } from '../core/lifecycle.js';
import { createLogger } from '../core/logger.js';
import { composeWorker } from './compose.js';

/** After the grace time: handing turns back, and closing connections. */
const CLOSE_MARGIN_MS = 6_000;

try {
  const config = loadConfig(process.env);
  const logger = createLogger('worker', config.logLevel);
  const worker = await composeWorker(config, logger);
  closeOnSignal(worker.close, config.shutdownGraceMs + CLOSE_MARGIN_MS, logger);
  logger.info({ health_port: worker.healthPort, queues: config.worker.queues }, 'worker ready');
} catch (error) {
  const expected = error instanceof ConfigError;
  process.stderr.write(`${expected ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
