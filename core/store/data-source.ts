import { DataSource, QueryFailedError } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { ConfigError } from '../config.js';
import { MessageEntity, SessionEntity, TurnEntity } from './entities.js';
import { migrationLimits } from './migration-limits.js';
import { PreparingClient } from './preparing-client.js';

/** What the store's functions need of a database: a data source, or the manager of an open transaction. */
export type Db = Pick<DataSource, 'query'>;

export interface DatabaseOptions {
  url: string;
  /** Most connections this process holds. */
  poolSize: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  connectTimeoutMs?: number;
  /** `migrations`: statements take the time they take, but wait for a table only shortly. Otherwise Postgres stops each after 15 s, the client after 20 s. */
  for?: 'requests' | 'migrations';
  /** Both of these, for those who had better ask again on another connection. */
  queryMs?: number;
}

export const MIGRATIONS_TABLE = 'aside_migrations';

export const databaseLimits = {
  connectMs: 5_000,
  /** A query that hangs on a dead connection must not hold a request: the server stops it, then the client. */
  statementMs: 15_000,
  queryMs: 20_000,
  idleMs: 30_000,
} as const;

function timeouts({ for: purpose = 'requests', queryMs }: DatabaseOptions) {
  if (purpose === 'migrations') return { lock_timeout: migrationLimits.tableWaitMs };
  return {
    statement_timeout: queryMs ?? databaseLimits.statementMs,
    query_timeout: queryMs ?? databaseLimits.queryMs,
  };
}

/** Opens the database; a ConfigError within `connectTimeoutMs` when it does not answer. Runs no migration. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const connectTimeoutMs = options.connectTimeoutMs ?? databaseLimits.connectMs;
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [SessionEntity, MessageEntity, TurnEntity],
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
    synchronize: false,
    logging: false,
    poolSize: options.poolSize,
    // Without a limit a caller waits for a free connection for ever.
    connectTimeoutMS: connectTimeoutMs,
    applicationName: options.applicationName,
    extra: {
      Client: PreparingClient,
      ...timeouts(options),
      keepAlive: true,
      idleTimeoutMillis: databaseLimits.idleMs,
    },
    poolErrorHandler: () => {
      // An idle connection was lost. The pool opens another one when it is needed; the query tells if it cannot.
    },
  });
  return dataSource.initialize().catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(databaseProblem(cause), { cause });
  });
}

export function databaseProblem(cause: NodeJS.ErrnoException): string {
  return `DATABASE_URL does not answer (${cause.code ?? cause.message}): set it to a PostgreSQL that is running and takes this user and password.`;
}

/** Whether Postgres stopped a statement: it took longer than its time, or somebody cancelled it. */
export function ranOutOfTime(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '57014';
}

/** Whether Postgres refused a statement for this unique index or constraint. */
export function isViolationOf(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  return (error.driverError as { constraint?: string }).constraint === constraint;
}
