import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '../core/config.js';
import { closeOnSignal } from '../core/lifecycle.js';
import { createLogger } from '../core/logger.js';
import { composeServer } from '../server/compose.js';
import { devInfo } from './dev-info.js';
import { createDevRoutes } from './routes.js';

/** Closing pools and connections after the grace of requests and streams; `npm start` waits 2.5 s for all of it. */
const closeMarginMs = 800;

/** The server child of `npm start`: the server that production runs, with the sample dashboard mounted on it. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger('server', config.logLevel);
  const routes = createDevRoutes({
    info: devInfo.parse(JSON.parse(process.env.ASIDE_DEV_INFO ?? 'null')),
    signing: {
      secret: config.jwt.secret ?? '',
      issuer: config.jwt.issuer,
      audience: config.jwt.audience,
      rolesClaim: config.jwt.rolesClaim,
    },
    dashboard: fileURLToPath(new URL('../client/dashboard/', import.meta.url)),
  });
  const server = await composeServer({ config, logger, mount: (app) => void app.use(routes) });
  closeOnSignal(server.close, config.shutdownGraceMs + closeMarginMs, logger);
}

main().catch((error: unknown) => {
  const words = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${String(words)}\n`);
  process.exit(1);
});
