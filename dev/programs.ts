import { fileURLToPath } from 'node:url';
import type { Config } from '../core/config.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import type { DevInfo } from './dev-info.js';
import type { Ending } from './ending.js';
import { programEnvironment } from './environment.js';
import { createProgramLog } from './program-log.js';
import type { StandIns } from './stand-ins.js';
import { type ProgramOptions, superviseProgram } from './supervise.js';

/** The rest of the 5 s is PostgreSQL's. */
const stopWithinMs = 2_500;

export interface ProgramsDeps {
  env: NodeJS.ProcessEnv;
  config: Config;
  /** Of the server and of the worker. */
  metricsPorts: [number, number];
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
  const [serverMetrics, workerMetrics] = deps.metricsPorts;
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
  const preload = new URL('./end-with-parent.js', import.meta.url).href;
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
    const log = createProgramLog(logFolder, program.name, (line) => {
      // What they say while everything is being ended is for the file only.
      if (!ending.asked) console.error(line);
    });
    const supervised = superviseProgram({ ...program, preload, log, logger, onGiveUp: () => ending.end(1) });
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

function loopback(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
