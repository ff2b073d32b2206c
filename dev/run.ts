import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../core/config.js';
import { createLifecycle } from '../core/lifecycle.js';
import { bringUp } from './bring-up.js';
import { createDevLogger } from './dev-logger.js';
import { createEnding } from './ending.js';
import { StartError } from './start-error.js';
import { watchStarter } from './starter-watch.js';

/** Ctrl-C has to end everything within 5 s. */
const endWithinMs = 4_500;

/** What `npm start` does. Settles when all is up, or has failed; the process lives on until it is told to end. */
export async function run(): Promise<void> {
  const log = createDevLogger(console.error);
  const { logger } = log;
  const lifecycle = createLifecycle(logger);
  const kills: (() => void)[] = [];
  let starting: Promise<void> = Promise.resolve();
  const ending = createEnding({
    close: async () => {
      // A part that is just being started is let finish, so that it is closed like the others.
      await Promise.race([starting.catch(() => undefined), delay(1_500)]);
      await lifecycle.close();
    },
    kill: () => {
      for (const kill of kills) kill();
    },
    deadlineMs: endWithinMs,
  });
  watchStarter(() => ending.end(0), process.env);
  starting = bringUp({ env: process.env, lifecycle, ending, onKill: (kill) => kills.push(kill), log });
  try {
    await starting;
  } catch (error) {
    if (ending.asked) return;
    console.error(explain(error));
    ending.end(1);
  }
}

/** What a person can mend is one sentence; anything else is a bug and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message;
  return `Aside could not start, by a fault of its own: ${error instanceof Error ? error.stack : String(error)}`;
}
