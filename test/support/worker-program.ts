import { type Program, startProgram } from './processes.js';
import type { TestServer } from './server.js';

/** A worker of `dist/`, for the database and the queue of `server`, with a stand-in at `bedrockUrl`. */
export function startWorkerProgram(
  server: TestServer,
  bedrockUrl: string,
  env: Record<string, string> = {},
): Promise<Program> {
  const { databaseUrl, redisUrl, jwt } = server.config;
  return startProgram(
    'worker/main.js',
    {
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      METRICS_PORT: '0',
      DATABASE_URL: databaseUrl,
      JWT_ISSUER: jwt.issuer,
      JWT_AUDIENCE: jwt.audience,
      JWT_SECRET: jwt.secret ?? '',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'stand-in',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrockUrl,
      // Suites ask the same questions again and again, and want to see them answered.
      ANSWER_CACHE_MINUTES: '0',
      WORKER_CONCURRENCY: '10',
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      ...env,
    },
    'worker ready',
  );
}
