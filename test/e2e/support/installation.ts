import { openDatabase } from '../../../core/store/data-source.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { claimPort } from '../../../dev/ports.js';
import { type SampleUserName, sampleUserNames, sampleUsers } from '../../../dev/sample-users.js';
import { ingestFolder } from '../../../worker/knowledge/ingest-folder.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { type Program, startProgram } from '../../support/processes.js';
import { testRedisUrl } from '../../support/redis.js';
import type { BackplaneKind } from '../../support/server.js';
import { testJwt } from '../../support/tokens.js';

/** Server and worker of `npm start`, as processes that a test may kill, with a stand-in that it may script. */
export interface Installation {
  origin: string;
  bedrock: BedrockStandIn;
  database: TestDatabase;
  startServer(): Promise<void>;
  /** Resolves when the process has ended. */
  killServer(): Promise<void>;
  /** SIGSTOP and SIGCONT: what is queued meanwhile waits. */
  signalWorker(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends server and worker as Ctrl-C does, and starts both again. */
  restart(): Promise<void>;
  signIn(user: SampleUserName): Promise<string>;
  close(): Promise<void>;
}

export async function install(
  backplane: BackplaneKind,
  settings: Record<string, string> = {},
): Promise<Installation> {
  const database = await createTestDatabase({ migrated: true });
  const bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 20, tokenMs: 2 } });
  // One that stays: pages reconnect to where they were served from.
  const port = await claimPort('PORT', 0, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  const env = { ...environment(backplane, database, bedrock), PORT: String(port), ...settings };
  let server: Program | null = null;
  let worker: Program | null = null;

  const startServer = async () => {
    server = await startProgram('dev/server.js', env, 'listening');
  };
  const startWorker = async () => {
    worker = await startProgram('worker/main.js', env, 'worker ready');
  };
  const end = (signal: NodeJS.Signals) => Promise.all([server?.kill(signal), worker?.kill(signal)]);
  const close = async () => {
    await end('SIGKILL');
    await bedrock.close();
    await database.drop();
  };
  try {
    await Promise.all([seed(database), startServer(), startWorker()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    bedrock,
    database,
    startServer,
    killServer: async () => server?.kill('SIGKILL'),
    signalWorker: (signal) => void worker?.process.kill(signal),
    restart: async () => {
      await end('SIGTERM');
      await Promise.all([startServer(), startWorker()]);
    },
    signIn: async (user) => {
      const answer = await fetch(`${origin}/dev/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user }),
      });
      const { token }: { token: string } = await answer.json();
      return token;
    },
    close,
  };
}

async function seed(database: TestDatabase): Promise<void> {
  const source = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
  await ingestFolder(source, 'dev/knowledge').finally(() => source.destroy());
}

function environment(
  backplane: BackplaneKind,
  database: TestDatabase,
  bedrock: BedrockStandIn,
): Record<string, string> {
  return {
    NODE_ENV: 'development',
    METRICS_PORT: '0',
    DATABASE_URL: database.url,
    ...(backplane === 'redis' ? { REDIS_URL: testRedisUrl() ?? '' } : {}),
    JWT_ISSUER: testJwt.issuer,
    JWT_AUDIENCE: testJwt.audience,
    JWT_SECRET: testJwt.secret,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
    ANSWER_CACHE_MINUTES: '0',
    SHUTDOWN_GRACE_MS: '1500',
    ASIDE_DEV_INFO: JSON.stringify({
      bedrock: 'stand-in',
      model: 'the stand-in',
      bedrock_url: bedrock.url,
      knowledge_base: null,
      ses: 'stand-in',
      mail_url: null,
      database: 'given',
      database_place: 'a database of this suite',
      backplane,
      queues_url: '/dev/queues',
      users: sampleUserNames.map((user) => {
        const { name, roles } = sampleUsers[user];
        return { user, name, roles };
      }),
    }),
  };
}
