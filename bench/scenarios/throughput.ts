import { splitTokens } from '../../dev/bedrock/tokens.js';
import type { Bed } from '../bed.js';
import type { Stack } from '../stacks/stack.js';
import { answer, prepare, question, type Scenario } from './scenario.js';

/** The model at full speed: what the whole way carries, from the posts to the last ends. */
export const delivered: Scenario = async (bed, stack, plan) => {
  const { streams, tokens } = plan.delivered;
  await prepare(bed, stack, { streams, tokens, tokenMs: 0 });
  await bed.users('begin', { content: question, concurrency: streams, turns: 1, staggerMs: 0 });
  const { startedAt, endedAt } = await bed.users('finish');
  return { delivered: perSecond(streams * tokens, endedAt - startedAt) };
};

/**
 * Tokens that the worker gathers into one event: what its 30 ms hold at the rate that the bare stack delivers to each
 * of the hundred streams (about 470 tokens/s). At the rates that are reached here it would gather more.
 */
const GATHERED = 14;

/** Without worker and model: a writer at the event log, or at pub/sub, and the readers behind the server. */
export const fromLog: Scenario = async (bed, stack, plan) => {
  const { streams, tokens } = plan.fromLog;
  if (stack.name === 'bare') {
    const single = await writeAll(bed, stack, { streams, tokens: tokens / 4, gathered: 1 });
    return { fromLog: single, fromLogSingle: single };
  }
  return {
    fromLog: await writeAll(bed, stack, { streams, tokens, gathered: GATHERED }),
    fromLogSingle: await writeAll(bed, stack, { streams, tokens: tokens / 4, gathered: 1 }),
  };
};

async function writeAll(
  bed: Bed,
  stack: Stack,
  options: { streams: number; tokens: number; gathered: number },
): Promise<number> {
  const { streams, tokens, gathered } = options;
  const sessions = await stack.createSessions(streams);
  await bed.users('open', { target: stack.target, sessions });
  await bed.users('expect');
  const startedAt = await bed.writer(stack.name === 'bare' ? 'bare' : 'aside', {
    ...bed.storeOf(stack),
    sessionIds: sessions.map(({ id }) => id),
    pieces: piecesOf(tokens, gathered),
  });
  const { endedAt } = await bed.users('finish');
  return perSecond(streams * tokens, endedAt - startedAt);
}

function piecesOf(tokens: number, gathered: number): string[] {
  const cycle = splitTokens(answer);
  const all = Array.from({ length: tokens }, (_, index) => cycle[index % cycle.length] ?? '');
  const count = Math.ceil(tokens / gathered);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * gathered, (index + 1) * gathered).join(''),
  );
}

function perSecond(tokens: number, elapsedMs: number): number {
  return (tokens * 1_000) / elapsedMs;
}
