import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, loadConfig } from '../core/config.js';
import type { Lifecycle } from '../core/lifecycle.js';
import { banner } from './banner.js';
import { addressFile, checkRedisUrl, openDevDatabase, prepareDatabase } from './database.js';
import type { DevInfo } from './dev-info.js';
import type { DevLogger } from './dev-logger.js';
import type { Ending } from './ending.js';
import { withDevelopmentDefaults } from './environment.js';
import { claimMetricsPorts, claimPort } from './ports.js';
import { createProgramLog } from './program-log.js';
import { startPrograms } from './programs.js';
import { sampleUserNames, sampleUsers } from './sample-users.js';
import { seedKnowledge } from './seed.js';
import { startStandIns } from './stand-ins.js';
import { StartError } from './start-error.js';
import { keptSecret, openStateFolder } from './state-folder.js';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

export interface BringUpDeps {
  env: NodeJS.ProcessEnv;
  lifecycle: Lifecycle;
  ending: Ending;
  /** Takes what is to be ended by force when there is no time left. */
  onKill(kill: () => void): void;
  log: DevLogger;
}

/** From the first check to the banner. Expected failures are a StartError or a ConfigError. */
export async function bringUp({ env, lifecycle, ending, onKill, log }: BringUpDeps): Promise<void> {
  const { logger } = log;
  const startedAt = performance.now();
  if (env.NODE_ENV === 'production') throw refusedInProduction();
  const config = loadConfig(withDevelopmentDefaults(env));
  config.http.port = await claimPort('PORT', config.http.port, config.http.host);
  const metricsPorts = await claimMetricsPorts(env, config);
  if (config.redisUrl) await checkRedisUrl(config.redisUrl);

  const state = openStateFolder(checkout, env.ASIDE_DATA_DIR);
  const database = await openDevDatabase({ env, state, lifecycle, ending, onKill, logger });
  stopIfAsked(ending);
  const logFolder = join(state, 'log');
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  log.writeTo(createProgramLog(logFolder, 'dev', console.error));
  config.databaseUrl = database.url;
  config.jwt.secret = env.JWT_SECRET || keptSecret(state, 'jwt-secret');

  const [standIns] = await Promise.all([
    startStandIns({ env, config, lifecycle, logger }),
    prepareDatabase(config),
  ]);
  stopIfAsked(ending);
  const info: DevInfo = {
    ...standIns.info,
    database: database.embedded ? 'embedded' : 'given',
    database_place: database.embedded ? shortPath(database.place) : database.place,
    backplane: config.redisUrl ? 'redis' : 'postgres',
    queues_url: '/dev/queues',
    users: sampleUserNames.map((user) => {
      const { name, roles } = sampleUsers[user];
      return { user, name, roles };
    }),
  };
  await Promise.all([
    startPrograms({
      env,
      config,
      metricsPorts,
      standIns,
      info,
      logFolder,
      lifecycle,
      ending,
      onKill,
      logger,
    }),
    seedKnowledge({ databaseUrl: config.databaseUrl, logger }),
  ]);
  stopIfAsked(ending);
  const tookMs = performance.now() - startedAt;
  const openToNetwork = !isLoopback(config.http.host);
  console.log(
    banner({
      address: addressOf(config),
      info,
      logFolder: shortPath(logFolder),
      tookMs,
      openToNetwork,
      databaseUrlFile: database.embedded ? shortPath(join(state, addressFile)) : null,
    }),
  );
}

/** A start that is interrupted goes no further; what it has opened is closed by whoever interrupted it. */
function stopIfAsked(ending: Ending): void {
  if (ending.asked) throw new StartError('The start was interrupted.');
}

/** 127.0.0.1 by its number: by name a browser may find another program that listens on IPv6. */
function addressOf({ http: { host, port } }: Config): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const shown = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

function shortPath(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith('..') || !path.startsWith('/') ? path : inside;
}

function refusedInProduction(): StartError {
  return new StartError(
    'NODE_ENV is production, and npm start is the set-up for development: unset NODE_ENV, or run the commands of the Procfile.',
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
