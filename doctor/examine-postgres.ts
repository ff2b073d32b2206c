import { Client } from 'pg';
import { databaseProblem, MIGRATIONS_TABLE } from '../core/store/data-source.js';
import { isAvailable } from '../core/store/knowledge-vectors.js';
import { readTurnBacklog, type TurnBacklog } from '../core/store/turn-backlog.js';
import { migrations } from '../migrations/index.js';
import { doctorLimits } from './limits.js';
import type { Findings, PostgresState } from './report.js';

/** Asks Postgres; changes nothing in it, and could not: its session may only read. Never rejects. */
export async function examinePostgres(
  url: string,
  wantsVectors: boolean,
  findings: Findings,
): Promise<PostgresState | null> {
  const client = new Client({
    connectionString: url,
    application_name: 'aside-doctor',
    connectionTimeoutMillis: doctorLimits.checkMs,
    query_timeout: doctorLimits.checkMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SET default_transaction_read_only = on');
    const state = await ask(client);
    judge(state, findings);
    if (
      wantsVectors &&
      !(await isAvailable({ query: async (sql: string) => (await client.query(sql)).rows as never }))
    ) {
      findings.notices.push(
        'EMBEDDING_MODEL_ID is set, and this PostgreSQL has no pgvector: documents are found by their words alone. Install the extension vector, or unset it.',
      );
    }
    return state;
  } catch (error) {
    findings.problems.push(databaseProblem(error as NodeJS.ErrnoException));
    return null;
  } finally {
    // What does not answer is not waited for.
    client.end().catch(() => undefined);
  }
}

async function ask(client: Client): Promise<PostgresState> {
  const rows = async (sql: string) => (await client.query(sql)).rows;
  const askedAt = Date.now();
  const [server] = await rows(
    `SELECT current_setting('server_version') AS version, extract(epoch FROM clock_timestamp())::float8 AS clock,
       to_regclass('${MIGRATIONS_TABLE}') IS NOT NULL AS has_migrations`,
  );
  // The answer was made somewhere between the question and now.
  const clockAheadMs = Math.round(server.clock * 1_000 - (askedAt + Date.now()) / 2);
  const applied: string[] = server.has_migrations
    ? (await rows(`SELECT name FROM ${MIGRATIONS_TABLE}`)).map(({ name }) => name)
    : [];
  const known = migrations.map((migration) => new migration().name);
  const missing = known.filter((name) => !applied.includes(name));
  const turns: TurnBacklog | null =
    missing.length === 0 ? await readTurnBacklog({ query: (sql: string) => rows(sql) as never }) : null;
  return {
    version: server.version,
    migrations: {
      applied: applied.length,
      missing,
      unknown: applied.filter((name) => !known.includes(name)),
    },
    clockAheadMs,
    turns,
  };
}

function judge({ migrations, clockAheadMs, turns }: PostgresState, { problems, notices }: Findings): void {
  const { missing, unknown } = migrations;
  if (missing.length > 0) {
    problems.push(
      `DATABASE_URL names a database that lacks ${missing.length} of the migrations of this version (${missing.join(', ')}): run npm run migrate, or node dist/migrations/main.js.`,
    );
  }
  if (unknown.length > 0) {
    notices.push(
      `The database has migrations that this version does not know (${unknown.join(', ')}): a newer version was here, which is right during a deploy and after one was taken back.`,
    );
  }
  if (Math.abs(clockAheadMs) > doctorLimits.clockMs) {
    notices.push(
      `The clock of Postgres is ${Math.abs(clockAheadMs)} ms ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine’s: set both by NTP, or tokens and deadlines are judged wrongly.`,
    );
  }
  if (!turns) return;
  if (turns.deadLeases > 0) {
    notices.push(
      `${turns.deadLeases} running turns have lost their worker: when this stays so for more than a few seconds, no worker sweeps (docs/runbooks/stuck-turn.md).`,
    );
  }
  if (turns.oldestQueuedMs !== null && turns.oldestQueuedMs > doctorLimits.oldestQueuedMs) {
    notices.push(
      `The oldest queued turn was handed over ${Math.round(turns.oldestQueuedMs / 1_000)} s ago: look whether workers are ready and what the model answers (docs/runbooks/stuck-turn.md).`,
    );
  }
}
