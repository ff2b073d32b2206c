import type { ScriptInput } from '../../dev/bedrock/behaviour.js';
import type { Outcome } from '../../dev/bedrock/request-log.js';
import { createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { serve } from '../rpc.js';

/* The stand-in for Bedrock in a process of its own, for both stacks the same. */

const standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });

export interface Call {
  question: string;
  outcome: Outcome;
  /** What was written to the socket. */
  text: string;
  /** Unix time in milliseconds; null while it is being answered. */
  endedAt: number | null;
}

const methods = {
  url: () => standIn.url,
  /** How every request is answered from now on. */
  script: (script: ScriptInput) => {
    standIn.control.clearScripts();
    standIn.control.clearRequests();
    standIn.control.script(script);
  },
  clearScripts: () => standIn.control.clearScripts(),
  /** One more way of answering, beside those that there are. */
  alsoScript: (script: ScriptInput) => void standIn.control.script(script),
  /** Ends the connections that no call is made on, which clients keep for a while. */
  closeIdle: () => standIn.control.closeIdle(),
  /** Every call since the last script. */
  calls: (): Call[] =>
    standIn.control
      .requests()
      .map(({ question, outcome, text, endedAt }) => ({ question, outcome, text, endedAt })),
};

export type StandInMethods = typeof methods;

serve(methods);
