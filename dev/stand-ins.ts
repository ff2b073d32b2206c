import type { Config } from '../core/config.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { createBedrockStandIn } from './bedrock/stand-in.js';
import type { DevInfo } from './dev-info.js';
import { hasAwsCredentials } from './environment.js';
import { createSesStandIn } from './ses/stand-in.js';

export interface StandIns {
  /** Null where the AWS client finds the real service by itself. */
  bedrockUrl: string | null;
  mailUrl: string | null;
  info: Pick<DevInfo, 'bedrock' | 'model' | 'bedrock_url' | 'knowledge_base' | 'ses' | 'mail_url'>;
}

export interface StandInsDeps {
  env: NodeJS.ProcessEnv;
  config: Config;
  lifecycle: Lifecycle;
  logger: Logger;
}

/**
 * Bedrock is the real one when the environment says a region and how to sign in, or names another endpoint; mail is
 * real when beside that it says who sends it.
 */
export async function startStandIns({ env, config, lifecycle, logger }: StandInsDeps): Promise<StandIns> {
  const aws = Boolean(env.AWS_REGION) && hasAwsCredentials(env);
  const model = aws ? null : await startBedrock(config, lifecycle, logger);
  const realMail = aws && Boolean(env.MAIL_FROM);
  const mail = realMail ? null : await startMail(lifecycle, logger);
  return {
    bedrockUrl: model,
    mailUrl: mail?.url ?? null,
    info: {
      bedrock: model === null ? 'aws' : 'stand-in',
      model: config.bedrock.modelIds[0] ?? '',
      bedrock_url: model,
      knowledge_base: config.knowledgeBase && (model === null ? 'aws' : 'stand-in'),
      ses: mail === null ? 'aws' : 'stand-in',
      mail_url: mail?.inboxUrl ?? null,
    },
  };
}

async function startBedrock(config: Config, lifecycle: Lifecycle, logger: Logger): Promise<string> {
  // Set by somebody who runs a stand-in of his own, such as a test that scripts it.
  if (config.bedrock.endpoint) return config.bedrock.endpoint;
  const standIn = await createBedrockStandIn({ logger });
  lifecycle.onClose('model stand-in', standIn.close);
  return standIn.url;
}

async function startMail(lifecycle: Lifecycle, logger: Logger): Promise<{ url: string; inboxUrl: string }> {
  const standIn = await createSesStandIn({ logger });
  lifecycle.onClose('mail stand-in', standIn.close);
  return { url: standIn.url, inboxUrl: standIn.inboxUrl };
}
