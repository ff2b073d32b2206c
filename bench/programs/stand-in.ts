import type { ScriptInput } from '../../dev/bedrock/behaviour.js';
import { createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { serve } from '../rpc.js';

/* The stand-in for Bedrock in a process of its own, for both stacks the same. */

const standIn = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });

const methods = {
  url: () => standIn.url,
  /** How every request is answered from now on. */
  script: (script: ScriptInput) => {
    standIn.control.clearScripts();
    standIn.control.clearRequests();
    standIn.control.script(script);
  },
};

export type StandInMethods = typeof methods;

serve(methods);
