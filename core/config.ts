import type { z } from 'zod';
import { settings } from './settings.js';

/* The one place that reads the environment. What there is to read is in `settings.ts`. */

/** The worker's, where none is set: both programs may run on one machine. */
const WORKER_METRICS_PORT = 9465;

export interface Config {
  production: boolean;
  http: { port: number; host: string; corsOrigins: string[]; trustProxyHops: number };
  metricsPort: number;
  databaseUrl: string;
  redisUrl: string | null;
  jwt: {
    issuer: string;
    audience: string;
    secret: string | null;
    jwksUri: string | null;
    rolesClaim: string;
    labelsClaim: string;
  };
  bedrock: {
    region: string;
    endpoint: string | null;
    modelIds: string[];
    guardrailId: string | null;
    guardrailVersion: string;
    factsFile: string | null;
  };
  /** Null: nobody has a budget. */
  budgetsFile: string | null;
  /** Null: nobody is asked. */
  intentModelId: string | null;
  /** Null: documents in Postgres are found by their words alone. */
  embeddingModelId: string | null;
  /** Of Bedrock; null: documents are those in Postgres. */
  knowledgeBase: {
    id: string;
    endpoint: string | null;
    /** Null: its documents have no access labels. */
    labelAttribute: string | null;
    goodScore: number;
  } | null;
  prices: { from: 'table' | 'api'; endpoint: string | null };
  answerCacheMinutes: number;
  worker: { queues: string[]; concurrency: number };
  retention: { archiveAfterDays: number; purgeAfterDays: number };
  logLevel: string;
  shutdownGraceMs: number;
}

/** A setting that is missing or wrong. Its message is one sentence that names the setting and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What the release command needs of the settings: where the data are. */
export function loadReleaseConfig(
  env: Record<string, string | undefined>,
): Pick<Config, 'databaseUrl' | 'redisUrl'> {
  const read = reader(env);
  return { databaseUrl: read('DATABASE_URL'), redisUrl: read('REDIS_URL') ?? null };
}

export function loadConfig(
  env: Record<string, string | undefined>,
  program: 'server' | 'worker' = 'server',
): Config {
  const read = reader(env);
  const production = read('NODE_ENV') === 'production';
  const config: Config = {
    production,
    http: {
      port: read('PORT'),
      host: read('HOST'),
      corsOrigins: read('CORS_ORIGINS'),
      trustProxyHops: read('TRUST_PROXY_HOPS'),
    },
    metricsPort: program === 'worker' && !env.METRICS_PORT ? WORKER_METRICS_PORT : read('METRICS_PORT'),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL') ?? null,
    jwt: {
      issuer: read('JWT_ISSUER'),
      audience: read('JWT_AUDIENCE'),
      secret: read('JWT_SECRET') ?? null,
      jwksUri: read('JWT_JWKS_URI') ?? null,
      rolesClaim: read('JWT_ROLES_CLAIM'),
      labelsClaim: read('JWT_LABELS_CLAIM'),
    },
    bedrock: {
      region: read('AWS_REGION'),
      endpoint: read('AWS_ENDPOINT_URL_BEDROCK_RUNTIME') ?? null,
      modelIds: read('BEDROCK_MODEL_IDS'),
      guardrailId: read('BEDROCK_GUARDRAIL_ID') ?? null,
      guardrailVersion: read('BEDROCK_GUARDRAIL_VERSION'),
      factsFile: read('MODEL_FACTS_FILE') ?? null,
    },
    budgetsFile: read('BUDGETS_FILE') ?? null,
    intentModelId: read('INTENT_MODEL_ID') ?? null,
    embeddingModelId: read('EMBEDDING_MODEL_ID') ?? null,
    knowledgeBase: readKnowledgeBase(read),
    prices: { from: read('PRICES'), endpoint: read('AWS_ENDPOINT_URL_PRICING') ?? null },
    answerCacheMinutes: read('ANSWER_CACHE_MINUTES'),
    worker: { queues: read('WORKER_QUEUES'), concurrency: read('WORKER_CONCURRENCY') },
    retention: {
      archiveAfterDays: read('RETENTION_ARCHIVE_AFTER_DAYS'),
      purgeAfterDays: read('RETENTION_PURGE_AFTER_DAYS'),
    },
    logLevel: read('LOG_LEVEL'),
    shutdownGraceMs: read('SHUTDOWN_GRACE_MS'),
  };
  const [problem] = problemsTogether({ production, ...config.jwt, corsOrigins: config.http.corsOrigins });
  if (problem !== undefined) throw new ConfigError(problem);
  return config;
}

function readKnowledgeBase(read: Read): Config['knowledgeBase'] {
  const id = read('KNOWLEDGE_BASE_ID');
  const attribute = read('KNOWLEDGE_BASE_LABEL_ATTRIBUTE');
  const goodScore = read('KNOWLEDGE_BASE_GOOD_SCORE');
  const endpoint = read('AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME') ?? null;
  return id ? { id, endpoint, labelAttribute: attribute === 'none' ? null : attribute, goodScore } : null;
}

export type SettingName = keyof typeof settings;
type SettingValue<Name extends SettingName> = z.output<(typeof settings)[Name]['schema']>;

type Read = ReturnType<typeof reader>;

/** An empty variable counts as one that is not set. */
function reader(env: Record<string, string | undefined>) {
  return <Name extends SettingName>(name: Name): SettingValue<Name> => {
    const read = readSetting(env, name);
    if ('problem' in read) throw new ConfigError(read.problem);
    return read.value;
  };
}

/** The value of a setting, or what is wrong with it in one sentence. */
export function readSetting<Name extends SettingName>(
  env: Record<string, string | undefined>,
  name: Name,
): { value: SettingValue<Name> } | { problem: string } {
  const raw = env[name];
  const result = settings[name].schema.safeParse(raw === '' ? undefined : raw);
  if (result.success) return { value: result.data as SettingValue<Name> };
  const problem =
    raw === undefined || raw === '' ? 'is not set' : (result.error.issues[0]?.message ?? 'is not valid');
  return { problem: `${name} ${problem}: set it to ${settings[name].means}.` };
}

/** Everything that is wrong with the settings; a program's start tells the first of it only. */
export function configProblems(env: Record<string, string | undefined>): string[] {
  const names = Object.keys(settings) as SettingName[];
  const alone = names.flatMap((name) => {
    const read = readSetting(env, name);
    return 'problem' in read ? [read.problem] : [];
  });
  const settingOf = <Name extends SettingName>(name: Name): SettingValue<Name> | undefined => {
    const read = readSetting(env, name);
    return 'value' in read ? read.value : undefined;
  };
  const together = problemsTogether({
    production: settingOf('NODE_ENV') === 'production',
    // What is set and wrong is told above; it is not missing.
    secret: env.JWT_SECRET || null,
    jwksUri: env.JWT_JWKS_URI || null,
    corsOrigins: settingOf('CORS_ORIGINS') ?? [],
  });
  return [...alone, ...together];
}

function problemsTogether(set: {
  production: boolean;
  secret: string | null;
  jwksUri: string | null;
  corsOrigins: readonly string[];
}): string[] {
  const problems: string[] = [];
  if (!set.secret && !set.jwksUri) {
    problems.push(
      'JWT_JWKS_URI is not set: set it to the address of your identity provider’s keys (or, in development, set JWT_SECRET).',
    );
  }
  if (set.production && set.secret) {
    problems.push(
      'JWT_SECRET is refused in production: unset it, and set JWT_JWKS_URI to the address of your identity provider’s keys.',
    );
  }
  if (set.production && set.corsOrigins.includes('*')) {
    problems.push(
      'CORS_ORIGINS must not be * in production: list the origins of the pages that embed the widget.',
    );
  }
  return problems;
}
