import type { Config } from '../core/config.js';

type Environment = Record<string, string | undefined>;

/** What the settings are in the embedded set-up, where the environment does not say otherwise. */
export function withDevelopmentDefaults(env: Environment): Environment {
  return {
    ...env,
    NODE_ENV: env.NODE_ENV || 'development',
    // Read only to check the other settings before PostgreSQL, and with it its address, is there.
    DATABASE_URL: env.DATABASE_URL || 'postgres://127.0.0.1/embedded',
    JWT_ISSUER: env.JWT_ISSUER || 'aside-development',
    JWT_AUDIENCE: env.JWT_AUDIENCE || 'aside',
    JWT_SECRET: env.JWT_SECRET || 'x'.repeat(32),
  };
}

/** Whether the environment itself says how to sign in to AWS: a file or a machine's role is not taken unasked. */
export function hasAwsCredentials(env: Environment): boolean {
  return [
    env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY,
    env.AWS_PROFILE,
    env.AWS_BEARER_TOKEN_BEDROCK,
    env.AWS_WEB_IDENTITY_TOKEN_FILE,
    env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
    env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
  ].some(Boolean);
}

export interface Wiring {
  config: Config;
  databaseUrl: string;
  jwtSecret: string;
  metricsPort: number;
  /** Address of the stand-in, or null where the AWS client finds the real service by itself. */
  bedrockUrl: string | null;
  mailUrl: string | null;
}

/** The environment of the server or the worker: the one that npm was started in, and what was brought up for it. */
export function programEnvironment(env: Environment, wiring: Wiring): NodeJS.ProcessEnv {
  const { config } = wiring;
  const standIns: Environment = {
    ...(wiring.bedrockUrl
      ? {
          ...noRealAws,
          // The stand-in is both of them; it can be told to fail as one, so that the other is seen to answer.
          BEDROCK_MODEL_IDS: env.BEDROCK_MODEL_IDS || [...config.bedrock.modelIds, SECOND_MODEL].join(','),
          AWS_ENDPOINT_URL_BEDROCK_RUNTIME: wiring.bedrockUrl,
          // It has a knowledge base too.
          ...(config.knowledgeBase && {
            AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: config.knowledgeBase.endpoint ?? wiring.bedrockUrl,
          }),
        }
      : {}),
    ...(wiring.mailUrl ? { AWS_ENDPOINT_URL_SES: wiring.mailUrl } : {}),
  };
  const merged: Environment = {
    ...env,
    ...standIns,
    NODE_ENV: 'development',
    PORT: String(config.http.port),
    METRICS_PORT: String(wiring.metricsPort),
    DATABASE_URL: wiring.databaseUrl,
    JWT_ISSUER: config.jwt.issuer,
    JWT_AUDIENCE: config.jwt.audience,
    JWT_SECRET: wiring.jwtSecret,
    AWS_REGION: config.bedrock.region,
    // Which Node.js the AWS client will want one day is no news for whoever tries Aside.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Ctrl-C has to end everything within 5 s.
    SHUTDOWN_GRACE_MS: String(Math.min(config.shutdownGraceMs, 1_500)),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

const SECOND_MODEL = 'eu.amazon.nova-pro-v1:0';

/** The client signs what it sends to the stand-in, with keys that are good for nothing else. */
const noRealAws: Environment = {
  AWS_ACCESS_KEY_ID: 'stand-in',
  AWS_SECRET_ACCESS_KEY: 'stand-in',
  AWS_SESSION_TOKEN: undefined,
  // This one would win over the keys above.
  AWS_BEARER_TOKEN_BEDROCK: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};
