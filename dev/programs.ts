import { fileURLToPath } from 'node:url';
import type { Config } from '../core/config.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import type { DevInfo } from './dev-info.js';
import type { Ending } from './ending.js';
import { programEnvironment } from './environment.js';
import { claimPort } from './ports.js';
import { createProgramLog } from './program-log.js';
import type { StandIns } from './stand-ins.js';
import { type ProgramOptions, superviseProgram } from './supervise.js';

/** The rest of the 5 s is PostgreSQL's. */
const stopWithinMs = 2_500;

export interface ProgramsDeps {
  env: NodeJS.ProcessEnv;
  config: Config;
  standIns: StandIns;
  info: DevInfo;
  logFolder: string;
  lifecycle: Lifecycle;
  ending: Ending;
  onKill(kill: () => void): void;
  logger: Logger;
}

/** Server and worker, each a process of its own. Settles when both are ready. */
export async function startPrograms(deps: ProgramsDeps): Promise<void> {
  const { env, config, standIns, info, logFolder, lifecycle, ending, onKill, logger } = deps;
  const [serverMetrics, workerMetrics] = await metricsPorts(env, config);
  const environment = (metricsPort: number): NodeJS.ProcessEnv => ({
    ...programEnvironment(env, {
      config,
      databaseUrl: config.databaseUrl,
      jwtSecret: config.jwt.secret ?? '',
      metricsPort,
      bedrockUrl: standIns.bedrockUrl,
      mailUrl: standIns.mailUrl,
    }),
    ASIDE_DEV_INFO: JSON.stringify(info),
  });
  const local = loopback(config.http.host);
  const programs: Pick<ProgramOptions, 'name' | 'entry' | 'env' | 'readyUrl'>[] = [
    {
      name: 'server',
      entry: fileURLToPath(new URL('./server.js', import.meta.url)),
      env: environment(serverMetrics),
      readyUrl: `http://${local}:${config.http.port}/readyz`,
    },
    {
      name: 'worker',
      entry: fileURLToPath(new URL('../worker/main.js', import.meta.url)),
      env: environment(workerMetrics),
      readyUrl: `http://${local}:${workerMetrics}/readyz`,
    },
  ];
  const running = programs.map((program) => {
    const log = createProgramLog(logFolder, program.name, console.error);
    const supervised = superviseProgram({ ...program, log, logger, onGiveUp: () => ending.end(1) });
    onKill(supervised.kill);
    return { ...supervised, log };
  });
  // At the same time, so that one grace time is enough for both.
  lifecycle.onClose('server and worker', async () => {
    await Promise.all(running.map(({ stop }) => stop(stopWithinMs)));
    for (const { log } of running) log.close();
  });
  await Promise.all(running.map(({ ready }) => ready));
}

/** METRICS_PORT is the server's, and the worker has the next one. Unset: any two, as nobody scrapes them here. */
async function metricsPorts(
  env: NodeJS.ProcessEnv,
  { metricsPort, http }: Config,
): Promise<[number, number]> {
  const fixed = env.METRICS_PORT ? metricsPort : 0;
  return [
    await claimPort('METRICS_PORT', fixed, http.host),
    await claimPort('METRICS_PORT (and one more, for the worker)', fixed && fixed + 1, http.host),
  ];
}

function loopback(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
