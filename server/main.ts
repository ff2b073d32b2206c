import { ConfigError, loadConfig } from '../core/config.js';
import { giveBackMemory } from '../core/give-back-memory.js';
import { closeOnSignal } from '../core/lifecycle.js';
import { createLogger } from '../core/logger.js';
import { serverLimits } from './limits.js';

/** The `web` process. A setting that is wrong ends it with one sentence on standard error and exit code 1. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger('server', config.logLevel);
  // Loaded late: a setting that is wrong is told at once, and not after a second of loading.
  const { composeServer } = await import('./compose.js');
  const starting = composeServer({ config, logger });
  // From the beginning: a signal that comes during the start is obeyed when the start is over.
  closeOnSignal(
    async () => (await starting).close(),
    config.shutdownGraceMs + serverLimits.closeMarginMs,
    logger,
  );
  await starting;
  giveBackMemory();
}

main().catch((error: unknown) => {
  const words = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${String(words)}\n`);
  process.exitCode = 1;
  // Whatever still holds the process open is of no use any more.
  process.exit();
});
