import { loadConfig } from '../../core/config.js';
import { createLogger } from '../../core/logger.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { composeWorker, type RunningWorker } from '../../worker/compose.js';
import type { TestDatabase } from './postgres.js';
import { type BackplaneKind, startTestServer, type TestServer } from './server.js';

/** Server, worker and Bedrock stand-in in this process, on a database of their own. */
export interface Stack {
  server: TestServer;
  worker: RunningWorker;
  bedrock: BedrockStandIn;
  /** JSON lines that the workers have logged. */
  log: Record<string, unknown>[];
  /** One more worker on the same database and queue. */
  addWorker(env?: Record<string, string>): Promise<RunningWorker>;
  close(): Promise<void>;
}

export async function startStack(
  options: { backplane?: BackplaneKind; env?: Record<string, string>; database?: TestDatabase } = {},
): Promise<Stack> {
  // The AWS client wants some credentials; the stand-in takes any.
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  const bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  const server = await startTestServer(options);
  const log: Record<string, unknown>[] = [];
  const logger = createLogger('worker', 'debug', { write: (line) => void log.push(JSON.parse(line)) });
  const workers: RunningWorker[] = [];
  const addWorker = async (env: Record<string, string> = {}) => {
    const config = loadConfig({
      NODE_ENV: 'test',
      METRICS_PORT: '0',
      DATABASE_URL: server.config.databaseUrl,
      ...(server.config.redisUrl ? { REDIS_URL: server.config.redisUrl } : {}),
      JWT_ISSUER: server.config.jwt.issuer,
      JWT_AUDIENCE: server.config.jwt.audience,
      JWT_SECRET: server.config.jwt.secret ?? '',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
      AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: bedrock.url,
      // Suites ask the same questions again and again, and want to see them answered.
      ANSWER_CACHE_MINUTES: '0',
      SHUTDOWN_GRACE_MS: '500',
      ...options.env,
      ...env,
    });
    const worker = await composeWorker(config, logger);
    workers.push(worker);
    return worker;
  };
  return {
    server,
    bedrock,
    log,
    addWorker,
    worker: await addWorker(),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await server.close();
      await bedrock.close();
    },
  };
}
