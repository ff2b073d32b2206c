import type { Scenario } from '../scenario.js';
import { backAtRest, freshAtRest } from './at-rest.js';
import { calm } from './calm.js';
import { wrongClocks } from './clocks.js';
import { conflicts } from './conflicts.js';
import { cutReaders } from './cut-readers.js';
import { earlyMigration } from './early-migration.js';
import { exhaustedPool } from './exhausted-pool.js';
import { fairShare } from './fair-share.js';
import { fastMessages } from './fast-messages.js';
import { flushedRedis } from './flushed-redis.js';
import { fullRedis } from './full-redis.js';
import { hastyEnds } from './hasty-ends.js';
import { killedServer } from './killed-server.js';
import { killedWorkers } from './killed-workers.js';
import { lostWakeUps } from './lost-wake-ups.js';
import { migrationsAtOnce } from './migrations-at-once.js';
import { modelFaults } from './model-faults.js';
import { noWorkers } from './no-workers.js';
import { postgresAway } from './postgres-away.js';
import { randomModelFaults } from './random-model-faults.js';
import { redisAway } from './redis-away.js';
import { redisCluster } from './redis-cluster.js';
import { retention } from './retention.js';
import { rollingRestart } from './rolling-restart.js';
import { sleepingWorker } from './sleeping-worker.js';
import { slowLinks } from './slow-links.js';
import { slowReader } from './slow-reader.js';
import { stalledReaders } from './stalled-readers.js';
import { stops } from './stops.js';
import { trimmedLog } from './trimmed-log.js';

/** In the order they are played: what processes hold is compared before the ones that end all of them. */
export const scenarios: readonly Scenario[] = [
  freshAtRest,
  calm,
  killedWorkers,
  noWorkers,
  sleepingWorker,
  killedServer,
  ...redisAway,
  flushedRedis,
  fullRedis,
  lostWakeUps,
  trimmedLog,
  ...postgresAway,
  exhaustedPool,
  conflicts,
  slowLinks,
  modelFaults,
  randomModelFaults,
  stops,
  cutReaders,
  stalledReaders,
  slowReader,
  fastMessages,
  backAtRest,
  rollingRestart,
  hastyEnds,
  wrongClocks,
  fairShare,
  retention,
  migrationsAtOnce,
  earlyMigration,
  redisCluster,
];
