import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig, loadReleaseConfig } from '../../core/config.js';

const secret = 'a secret of at least thirty-two characters';
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://aside:hidden@db/aside',
  JWT_ISSUER: 'https://issuer.test',
  JWT_AUDIENCE: 'aside',
  JWT_JWKS_URI: 'https://issuer.test/keys',
};
const development = { ...production, NODE_ENV: '', JWT_JWKS_URI: '', JWT_SECRET: secret };

function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the settings', () => {
  test('have defaults for all but the database and the tokens', () => {
    const config = loadConfig(production);
    expect(config.http).toEqual({ port: 3000, host: '127.0.0.1', corsOrigins: [], trustProxyHops: 0 });
    expect(config.redisUrl).toBeNull();
    expect(config.worker.queues).toEqual(['turns', 'maintenance']);
    expect(config.retention).toEqual({ archiveAfterDays: 90, purgeAfterDays: 30 });
    expect(config.knowledgeBase).toBeNull();
    expect(config.production).toBe(true);
  });

  test('documents of a knowledge base have access labels unless somebody says that they have none', () => {
    const set = { ...production, KNOWLEDGE_BASE_ID: 'ABCDEFGHIJ' };
    const knowledgeBase = { id: 'ABCDEFGHIJ', endpoint: null, labelAttribute: 'label', goodScore: 0.5 };
    expect(loadConfig(set)).toMatchObject({ knowledgeBase });
    expect(loadConfig({ ...set, KNOWLEDGE_BASE_LABEL_ATTRIBUTE: 'none' })).toMatchObject({
      knowledgeBase: { ...knowledgeBase, labelAttribute: null },
    });
  });

  test('an empty variable counts as one that is not set', () => {
    expect(loadConfig({ ...production, PORT: '', REDIS_URL: '' })).toEqual(loadConfig(production));
  });

  test('the metrics of server and worker have ports of their own on one machine', () => {
    expect(loadConfig(production).metricsPort).toBe(9464);
    expect(loadConfig(production, 'worker').metricsPort).toBe(9465);
    for (const program of ['server', 'worker'] as const) {
      expect(loadConfig({ ...production, METRICS_PORT: '9999' }, program).metricsPort).toBe(9999);
    }
  });

  test('lists are separated by commas, spaces do not matter', () => {
    const env = { ...production, CORS_ORIGINS: ' https://a.test , https://b.test,' };
    expect(loadConfig(env).http.corsOrigins).toEqual(['https://a.test', 'https://b.test']);
  });

  test.each([
    ['DATABASE_URL', ''],
    ['DATABASE_URL', 'mysql://db/aside'],
    ['REDIS_URL', 'http://redis'],
    ['JWT_ISSUER', ''],
    ['JWT_AUDIENCE', ''],
    ['JWT_JWKS_URI', ''],
    ['JWT_JWKS_URI', 'issuer.test/keys'],
    ['JWT_SECRET', secret],
    ['JWT_SECRET', 'short'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.test, *'],
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['METRICS_PORT', '-1'],
    ['WORKER_CONCURRENCY', '0'],
    ['TRUST_PROXY_HOPS', '1.5'],
    ['SHUTDOWN_GRACE_MS', 'long'],
    ['LOG_LEVEL', 'loud'],
    ['BEDROCK_MODEL_IDS', ','],
    ['WORKER_QUEUES', ' ,'],
    ['WORKER_QUEUES', 'turns,mail'],
    ['RETENTION_ARCHIVE_AFTER_DAYS', '0'],
    ['RETENTION_ARCHIVE_AFTER_DAYS', 'never'],
    ['RETENTION_PURGE_AFTER_DAYS', '-1'],
    ['RETENTION_PURGE_AFTER_DAYS', '1e9'],
    ['EMBEDDING_MODEL_ID', 'amazon.titan-embed-text-v1'],
    ['KNOWLEDGE_BASE_ID', 'arn:aws:bedrock:eu-west-1:1:knowledge-base/ABCDEFGHIJ'],
    ['KNOWLEDGE_BASE_GOOD_SCORE', '50'],
    ['AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME', 'localhost:4000'],
    ['NODE_ENV', 'staging'],
  ])('%s=%s is refused in production, in one sentence that begins with its name', (name, value) => {
    const sentence = refusal({ ...production, [name]: value });
    expect(sentence).toMatch(new RegExp(`^${name} [^\\n]*\\.$`));
    expect(sentence).not.toContain('hidden');
  });

  test('development may sign tokens by a secret, and let any page embed the widget', () => {
    const config = loadConfig({ ...development, CORS_ORIGINS: '*' });
    expect(config.jwt.secret).toBe(secret);
    expect(config.http.corsOrigins).toEqual(['*']);
  });

  test('release needs to know where the data are, and nothing else', () => {
    expect(loadReleaseConfig({ DATABASE_URL: production.DATABASE_URL })).toEqual({
      databaseUrl: production.DATABASE_URL,
      redisUrl: null,
    });
    expect(() => loadReleaseConfig({})).toThrow(/^DATABASE_URL is not set/);
  });
});
