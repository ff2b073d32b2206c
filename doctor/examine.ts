import { configProblems, readSetting, type SettingName } from '../core/config.js';
import { bounds } from './bounds.js';
import { examineIdentityProvider } from './examine-identity-provider.js';
import { examinePostgres } from './examine-postgres.js';
import { examineQueue } from './examine-queue.js';
import { examineRedis } from './examine-redis.js';
import { examineSchedules } from './examine-schedules.js';
import type { Findings, Report } from './report.js';
import { shownSettings } from './settings.js';

/** Looks at the settings and at what they name. What is not set, or set wrongly, is not asked. Never rejects. */
export async function examine(env: Record<string, string | undefined>): Promise<Report> {
  const findings: Findings = { problems: configProblems(env), notices: [] };
  const settingOf = (name: SettingName): string | null => {
    const read = readSetting(env, name);
    return 'value' in read && typeof read.value === 'string' ? read.value : null;
  };
  const databaseUrl = settingOf('DATABASE_URL');
  const redisUrl = settingOf('REDIS_URL');
  const jwksUri = settingOf('JWT_JWKS_URI');
  const production = settingOf('NODE_ENV') === 'production';
  const wantsVectors = settingOf('EMBEDDING_MODEL_ID') !== null;
  const [postgres, redis, identityProvider] = await Promise.all([
    databaseUrl === null ? null : examinePostgres(databaseUrl, wantsVectors, findings),
    redisUrl === null ? null : examineRedis(redisUrl, production, findings),
    jwksUri === null ? null : examineIdentityProvider(jwksUri, findings),
  ]);
  const backplaneAnswers = redisUrl !== null ? redis !== null : postgres?.turns != null && !env.REDIS_URL;
  const config = { databaseUrl: databaseUrl ?? '', redisUrl };
  const queue = backplaneAnswers ? await examineQueue(config) : null;
  // One that was asked, and so is there: on Postgres its tables come with the first program that is started.
  if (queue) await examineSchedules(config, findings);
  return { ...findings, settings: shownSettings(env), postgres, redis, identityProvider, queue, bounds };
}
