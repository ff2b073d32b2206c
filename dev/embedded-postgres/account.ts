import { type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The user that PostgreSQL runs as, when that is not the user who starts it. PostgreSQL refuses root. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Null for an ordinary user: PostgreSQL then runs as that one. For root: the owner of the data that are already
 * there, else the system's `postgres` or `nobody`.
 */
export function chooseAccount(clusterFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const existing = statSync(join(clusterFolder, 'pgdata'), { throwIfNoEntry: false });
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const known = systemAccounts();
  return (
    known.get('postgres') ?? known.get('_postgres') ?? known.get('nobody') ?? { uid: 65_534, gid: 65_534 }
  );
}

function systemAccounts(): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0 && Number(gid) > 0)
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/**
 * Spawn options for a program of that account. The working folder is `/`, because the one we were started in may be
 * closed to it, and nothing of our environment is passed on: PG* variables would change what PostgreSQL does.
 */
export function asAccount(account: Account | null): SpawnOptions {
  return { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...account };
}

/** Runs a program to its end. `code` is null when it could not be started or took longer than 60 s. */
export function runAs(
  account: Account | null,
  file: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000);
    };
    const child = spawn(file, args, {
      ...asAccount(account),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    const end = (code: number | null, text: string) => {
      clearTimeout(timer);
      resolve({ code, output: text.trim() });
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code) => end(code, output));
  });
}

/** Whether that account may pass through a folder. Asked of the system, so that access lists count too. */
export async function canEnter(account: Account | null, folder: string): Promise<boolean> {
  const { code } = await runAs(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]);
  return code === 0;
}
