import type { KeyStore } from '../keys.js';
import type { RedisClient } from './connect.js';

export function createRedisKeys(client: RedisClient): KeyStore {
  const name = (key: string) => `aside:key:${key}`;
  return {
    get: (key) => client.get(name(key)),
    set: async (key, value, ttlSeconds) => {
      await client.set(name(key), value, 'EX', ttlSeconds);
    },
    take: (key) => client.getdel(name(key)),
    delete: async (key) => {
      await client.del(name(key));
    },
  };
}
