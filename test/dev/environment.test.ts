import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../core/config.js';
import { hasAwsCredentials, programEnvironment, withDevelopmentDefaults } from '../../dev/environment.js';

type Environment = Record<string, string | undefined>;

function environment(env: Environment, standIns: { bedrock: boolean }): NodeJS.ProcessEnv {
  return programEnvironment(env, {
    config: loadConfig(withDevelopmentDefaults(env)),
    databaseUrl: 'postgres://127.0.0.1/here',
    jwtSecret: 's'.repeat(40),
    metricsPort: 4_000,
    bedrockUrl: standIns.bedrock ? 'http://127.0.0.1:4001' : null,
    mailUrl: 'http://127.0.0.1:4002',
  });
}

describe('the environment of server and worker', () => {
  test('is complete where nothing is set', () => {
    const config = loadConfig(environment({}, { bedrock: true }));
    expect(config).toMatchObject({
      databaseUrl: 'postgres://127.0.0.1/here',
      redisUrl: null,
      metricsPort: 4_000,
      bedrock: {
        endpoint: 'http://127.0.0.1:4001',
        modelIds: [expect.stringContaining('claude'), expect.stringContaining('nova')],
      },
      jwt: { secret: 's'.repeat(40) },
    });
  });

  test('sends searches in a knowledge base to the stand-in, where one is set', () => {
    const address = (env: Environment) =>
      environment(env, { bedrock: true }).AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME;
    expect(address({})).toBeUndefined();
    expect(address({ KNOWLEDGE_BASE_ID: 'ABCDEFGHIJ' })).toBe('http://127.0.0.1:4001');
  });

  test('keeps real AWS credentials away from the stand-in', () => {
    const real = {
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SECRET_ACCESS_KEY: 'real',
      AWS_SESSION_TOKEN: 'real',
      AWS_BEARER_TOKEN_BEDROCK: 'real',
      AWS_PROFILE: 'real',
    };
    expect(Object.values(environment(real, { bedrock: true }))).not.toContain('real');
  });

  test('leaves the AWS client alone where Bedrock is the real one', () => {
    const real = { AWS_REGION: 'eu-central-1', AWS_PROFILE: 'work' };
    const env = environment(real, { bedrock: false });
    expect(env).toMatchObject(real);
    expect(env).not.toHaveProperty('AWS_ENDPOINT_URL_BEDROCK_RUNTIME');
    expect(env).not.toHaveProperty('BEDROCK_MODEL_IDS');
    expect(env).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });

  test('bounds the grace time, so that Ctrl-C has worked within 5 s', () => {
    expect(environment({ SHUTDOWN_GRACE_MS: '60000' }, { bedrock: true }).SHUTDOWN_GRACE_MS).toBe('1500');
    expect(environment({ SHUTDOWN_GRACE_MS: '100' }, { bedrock: true }).SHUTDOWN_GRACE_MS).toBe('100');
  });
});

test.each<[boolean, Environment]>([
  [false, {}],
  [false, { AWS_REGION: 'eu-west-1' }],
  [false, { AWS_ACCESS_KEY_ID: 'id' }],
  [true, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }],
  [true, { AWS_PROFILE: 'work' }],
  [true, { AWS_BEARER_TOKEN_BEDROCK: 'token' }],
  [true, { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' }],
])('that AWS can be signed in to is %s for %j', (expected, env) => {
  expect(hasAwsCredentials(env)).toBe(expected);
});
