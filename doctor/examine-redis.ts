import { evictionPolicy, evictionProblem, mayEvict } from '../core/backplane/redis/backplane.js';
import { connectRedis, type RedisClient } from '../core/backplane/redis/connect.js';
import { withinMs } from '../core/backplane/within-ms.js';
import { doctorLimits } from './limits.js';
import type { Findings, RedisState } from './report.js';

/** Asks Redis by INFO and PING only, which change nothing. Of a cluster, one node answers for all. Never rejects. */
export async function examineRedis(
  url: string,
  production: boolean,
  findings: Findings,
): Promise<RedisState | null> {
  let reason: unknown = new Error('no answer in time');
  let client: RedisClient | null = null;
  try {
    client = connectRedis(url, 'commands');
    // It goes on trying; what the last try said is the reason.
    client.on('error', (error) => {
      reason = error;
    });
    const state = await withinMs(ask(client), doctorLimits.checkMs, 'no answer in time');
    judge(state, production, findings);
    return state;
  } catch {
    findings.problems.push(
      `REDIS_URL does not answer (${wordsOf(reason)}): set it to a Redis that is running and takes this user and password, or unset it, and Postgres does its work.`,
    );
    return null;
  } finally {
    client?.disconnect();
  }
}

async function ask(client: RedisClient): Promise<RedisState> {
  // 'error' is no end of it: it is tried again until the time is up.
  if (client.status !== 'ready') await new Promise((resolve) => void client.once('ready', resolve));
  const info = `${await client.info('server')}\n${await client.info('memory')}\n${await client.info('persistence')}`;
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
  return {
    version: field('redis_version') ?? 'unknown',
    maxmemoryPolicy: await evictionPolicy(client),
    usedMemoryBytes: Number(field('used_memory') ?? 0),
    maxMemoryBytes: Number(field('maxmemory') ?? 0),
    appendOnly: field('aof_enabled') === '1',
  };
}

function judge(state: RedisState, production: boolean, { problems, notices }: Findings): void {
  const { maxmemoryPolicy, appendOnly, usedMemoryBytes, maxMemoryBytes } = state;
  if (mayEvict(maxmemoryPolicy)) {
    (production ? problems : notices).push(evictionProblem(maxmemoryPolicy));
  }
  if (!appendOnly) {
    notices.push(
      'REDIS_URL names a Redis without an append-only file: a restart of it empties queues and event logs, which the sweep and snapshots make good; set its appendonly to yes to spare them the work.',
    );
  }
  if (maxMemoryBytes > 0 && usedMemoryBytes > maxMemoryBytes * 0.9) {
    notices.push(
      'REDIS_URL names a Redis whose memory is nearly full: raise its maxmemory, or it refuses jobs and events.',
    );
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
