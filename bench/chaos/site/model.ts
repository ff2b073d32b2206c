import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';

/** An answer that can be told from every other one. */
export const answering: ScriptInput = {
  // As long as a scenario needs it, whatever a worker asks for.
  beyondMaxTokens: true,
  answer: 'This is said to {question} and to nothing else, in a few words that are many when repeated. ',
};

/** What the programs need to take the stand-in for Bedrock. */
export function awsEnv(standInUrl: string): Record<string, string> {
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standInUrl,
    // Each question is to be answered by the model.
    ANSWER_CACHE_MINUTES: '0',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
