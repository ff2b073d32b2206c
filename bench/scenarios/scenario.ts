import type { Bed } from '../bed.js';
import type { Plan } from '../plan.js';
import type { Figures } from '../report/figures.js';
import type { Stack } from '../stacks/stack.js';

/** One stack, once: the same work for each. */
export type Scenario = (bed: Bed, stack: Stack, plan: Plan) => Promise<Figures>;

/** About the sample knowledge base, so that ours searches and finds, which the bare stack does not do. */
export const question = 'How can a client with three VPCs cut the cost of NAT gateways?';

/** What the stand-in says, over and over, cut to the length asked for. */
export const answer =
  'Put one NAT gateway into a shared egress VPC and route the other VPCs to it through a transit gateway, so that ' +
  'three sets of hourly charges become one; keep one gateway in each Availability Zone that must survive the loss ' +
  'of another. Gateway endpoints for S3 and DynamoDB cost nothing and take that traffic off the gateways. ';

/** Sets the stand-in's answers, and opens `streams` streams on sessions of their own. */
export async function prepare(
  bed: Bed,
  stack: Stack,
  options: { streams: number; tokens: number; tokenMs: number },
): Promise<void> {
  const { streams, tokens, tokenMs } = options;
  await bed.standIn('script', { answer, lengthTokens: tokens, firstTokenMs: 0, tokenMs });
  await bed.users('open', { target: stack.target, sessions: await stack.createSessions(streams) });
}
