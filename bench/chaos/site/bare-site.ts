import { freePorts } from '../../../dev/free-ports.js';
import { startAsked } from '../../child.js';
import type { StandInMethods } from '../../programs/stand-in.js';
import { judgeBare } from '../oracle/judge-bare.js';
import { openBareChat } from '../users/bare-chat.js';
import { createMember } from './member.js';
import { answering, awsEnv } from './model.js';
import type { Site } from './site.js';
import { startRedisStore } from './stores.js';
import type { Undo } from './undo.js';

/**
 * The bare stack of the bench, with a Redis and a model of its own and as many processes as `beside` has: nothing that
 * protects. Postgres, which it does not use, is that of `beside`.
 */
export async function startBareSite(undo: Undo, beside: Site): Promise<Site> {
  const [redis, { call: standIn }] = await Promise.all([
    undo.with(startRedisStore(), (store) => store.stop()),
    undo.with(startAsked<StandInMethods>('bench/programs/stand-in.js'), (program) => program.stop()),
  ]);
  const ports = await freePorts(beside.servers.length);
  const env = { REDIS_URL: redis.url, ...awsEnv(await standIn('url')) };
  const servers = ports.map((port, index) =>
    createMember({
      name: `bare server ${index + 1}`,
      entry: 'bench/bare/server.js',
      env: { ...env, PORT: String(port) },
      readyText: 'listening',
    }),
  );
  const workers = beside.workers.map((_, index) =>
    createMember({
      name: `bare worker ${index + 1}`,
      entry: 'bench/bare/worker.js',
      env,
      readyText: 'worker ready',
    }),
  );
  const members = [...servers, ...workers];
  await undo.members(members);
  const origins = ports.map((port) => `http://127.0.0.1:${port}`);
  let users = 0;
  return {
    servers,
    workers,
    redis,
    postgres: beside.postgres,
    standIn,
    model: (behaviour) => standIn('script', { ...answering, ...behaviour }),
    openChat: ({ server = users++ } = {}) => openBareChat(origins, server),
    judge: async (chats) => judgeBare(chats, await standIn('calls')),
    mend: async () => {
      await redis.mend();
      // It does not get over much, and each fault is to be its own.
      await Promise.all(members.map((member) => member.end('SIGKILL')));
      await redis.command('FLUSHALL');
      await Promise.all(members.map((member) => member.start()));
    },
  };
}
