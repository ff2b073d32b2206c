import { createHash } from 'node:crypto';
import type { RedisClient } from './connect.js';

/** Runs a Lua script: atomic, in one round trip. */
export type Script = (keys: string[], args: (string | number)[]) => Promise<unknown>;

/**
 * By its hash, so that its text travels once to each server. ioredis' own `defineCommand` would send the text
 * with every automatic pipeline: it remembers what a server knows by the stream it writes to, and each pipeline
 * is a new one.
 */
export function createScript(client: RedisClient, lua: string): Script {
  const hash = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await client.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      // A server that does not know the script has not begun it, so that sending it again is safe.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await client.eval(lua, keys.length, ...keys, ...args);
    }
  };
}
