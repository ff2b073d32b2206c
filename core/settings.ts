import { z } from 'zod';
import { queueNames } from './contracts/jobs.js';

interface Setting {
  name: string;
  means: string;
  schema: z.ZodType;
}

/** One sentence for whatever is wrong with it: text, a fraction, out of bounds. */
function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

const shareError = 'must be a number from 0 to 1';
const port = wholeNumber(0, 65_535);
const url = (protocols: string) =>
  z.string().regex(new RegExp(`^(?:${protocols})://`), {
    error: `must start with ${protocols.replaceAll('|', ':// or ')}://`,
  });
/** Of the settings that bound something: the default, and the most that is taken. */
export const settingLimits = {
  turnsAtOnce: { default: 50, max: 1_000 },
  shutdownGraceMs: { default: 20_000, max: 600_000 },
  answerCacheMinutes: { default: 60, max: 1_440 },
  proxyHops: { max: 10 },
  /** As Bedrock takes them (FilterAttribute). */
  attributeCharacters: { max: 100 },
  /** A hundred years are as good as never. */
  archiveAfterDays: { default: 90, max: 36_500 },
  purgeAfterDays: { default: 30, max: 36_500 },
} as const;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const listOfSome = list.refine((items) => items.length > 0, { error: 'names none' });

/** A table, so that the README's and the doctor can be made from it. */
export const settings = {
  NODE_ENV: setting(
    '`production` refuses every development setting',
    z
      .enum(['production', 'development', 'test'], { error: 'must be production, development or test' })
      .default('development'),
  ),
  PORT: setting('port of the server', port.default(3000)),
  HOST: setting('address the server listens on', z.string().default('127.0.0.1')),
  METRICS_PORT: setting(
    'port of `/metrics`; the worker serves `/livez` and `/readyz` on it as well, and takes the next one by default',
    port.default(9464),
  ),
  DATABASE_URL: setting('PostgreSQL, the record of truth', url('postgres|postgresql')),
  REDIS_URL: setting(
    'Redis, the backplane, with a database that no other installation uses; without it Postgres does that too. Several nodes, separated by commas, are a cluster',
    z
      .string()
      .regex(/^rediss?:\/\//, { error: 'must start with redis:// or rediss://' })
      .optional(),
  ),
  JWT_ISSUER: setting('`iss` that a token must carry', z.string().min(1)),
  JWT_AUDIENCE: setting('`aud` that a token must carry', z.string().min(1)),
  JWT_SECRET: setting(
    'HS256 secret, for development only: production refuses it',
    z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  ),
  JWT_JWKS_URI: setting('where the public keys for RS256 and ES256 are', url('https|http').optional()),
  JWT_ROLES_CLAIM: setting('claim that lists the roles', z.string().min(1).default('roles')),
  JWT_LABELS_CLAIM: setting(
    'claim that lists the access labels: of documents that ask for labels, a user sees those of which he has all',
    z.string().min(1).default('labels'),
  ),
  AWS_REGION: setting('region of Bedrock and SES', z.string().min(1).default('eu-west-1')),
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: setting(
    'another address for Bedrock: a VPC endpoint, or a stand-in',
    url('https|http').optional(),
  ),
  BEDROCK_MODEL_IDS: setting(
    'models in order of preference, separated by commas',
    listOfSome.default(['eu.anthropic.claude-sonnet-4-20250514-v1:0']),
  ),
  INTENT_MODEL_ID: setting(
    'model that is asked what a message wants where patterns and classifier are unsure; a small one that is known to take tools (see `MODEL_FACTS_FILE`)',
    z.string().min(1).optional(),
  ),
  EMBEDDING_MODEL_ID: setting(
    'model on Bedrock whose vectors help to find documents in PostgreSQL that say it in other words, where it has pgvector: `amazon.titan-embed-text-v2:0` or `cohere.embed-multilingual-v3`; needs `bedrock:InvokeModel`',
    z
      .string()
      .regex(/(?:^|[./])(?:amazon\.titan-embed-text-v2|cohere\.embed-(?:english|multilingual)-v3)/, {
        error:
          'must be amazon.titan-embed-text-v2:0, cohere.embed-multilingual-v3 or cohere.embed-english-v3',
      })
      .optional(),
  ),
  KNOWLEDGE_BASE_ID: setting(
    'id of an Amazon Bedrock Knowledge Base, which is searched in place of the documents in PostgreSQL; needs `bedrock:Retrieve`',
    z
      .string()
      .regex(/^[0-9A-Za-z]{1,10}$/, { error: 'must be the id of a knowledge base, ten letters and digits' })
      .optional(),
  ),
  KNOWLEDGE_BASE_LABEL_ATTRIBUTE: setting(
    'metadata attribute of its documents with their access label, `*` for everybody; a document without it is found by nobody. `none`: everybody finds all of them',
    z.string().min(1).max(settingLimits.attributeCharacters.max).default('label'),
  ),
  KNOWLEDGE_BASE_GOOD_SCORE: setting(
    'score, from 0 to 1, from which on what it finds is taken for good evidence',
    z.coerce
      .number({ error: shareError })
      .min(0, { error: shareError })
      .max(1, { error: shareError })
      .default(0.5),
  ),
  AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: setting(
    'another address for Bedrock Knowledge Bases',
    url('https|http').optional(),
  ),
  PRICES: setting(
    'where estimates of AWS costs take their prices from: `table`, which ships with the program, or `api`, the AWS Price List, which needs `pricing:GetProducts`',
    z.enum(['table', 'api'], { error: 'must be table or api' }).default('table'),
  ),
  AWS_ENDPOINT_URL_PRICING: setting('another address for the AWS Price List', url('https|http').optional()),
  BEDROCK_GUARDRAIL_ID: setting(
    'id or ARN of a Bedrock guardrail that every request and answer goes through',
    z.string().min(1).optional(),
  ),
  BEDROCK_GUARDRAIL_VERSION: setting('its version: a number, or `DRAFT`', z.string().min(1).default('DRAFT')),
  MODEL_FACTS_FILE: setting(
    'YAML file with sizes, abilities and prices of models, like `core/models/model-facts.yaml`, whose entries come after its own',
    z.string().min(1).optional(),
  ),
  BUDGETS_FILE: setting(
    'YAML file with what users may spend on models, by role and by user, in a day and a month: docs/configuration.md shows one',
    z.string().min(1).optional(),
  ),
  ANSWER_CACHE_MINUTES: setting(
    'how long an answer to a cacheable first question may serve again whoever asks the same in the same circumstances; 0: never',
    wholeNumber(0, settingLimits.answerCacheMinutes.max).default(settingLimits.answerCacheMinutes.default),
  ),
  WORKER_QUEUES: setting(
    'queues this worker takes jobs from, separated by commas; of all workers, at least one has to serve each',
    listOfSome
      .refine((names) => names.every((name) => queueNames.includes(name)), {
        error: `may name ${queueNames.join(', ')} only`,
      })
      .default([...queueNames]),
  ),
  WORKER_CONCURRENCY: setting(
    'turns one worker runs at once',
    wholeNumber(1, settingLimits.turnsAtOnce.max).default(settingLimits.turnsAtOnce.default),
  ),
  RETENTION_ARCHIVE_AFTER_DAYS: setting(
    'days without any activity after which a session is archived',
    wholeNumber(1, settingLimits.archiveAfterDays.max).default(settingLimits.archiveAfterDays.default),
  ),
  RETENTION_PURGE_AFTER_DAYS: setting(
    'days after which a deleted session is removed for good, with all that hangs on it; 0: within minutes',
    wholeNumber(0, settingLimits.purgeAfterDays.max).default(settingLimits.purgeAfterDays.default),
  ),
  CORS_ORIGINS: setting('origins of pages that embed the widget, separated by commas', list.default([])),
  TRUST_PROXY_HOPS: setting(
    'number of proxies in front of the server',
    wholeNumber(0, settingLimits.proxyHops.max).default(0),
  ),
  LOG_LEVEL: setting(
    'least severe level that is logged',
    z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'must be trace, debug, info, warn, error, fatal or silent',
      })
      .default('info'),
  ),
  SHUTDOWN_GRACE_MS: setting(
    'how long running turns and open streams may take to end after SIGTERM',
    wholeNumber(0, settingLimits.shutdownGraceMs.max).default(settingLimits.shutdownGraceMs.default),
  ),
} satisfies Record<string, Omit<Setting, 'name'>>;

function setting<S extends z.ZodType>(means: string, schema: S) {
  return { means, schema };
}
