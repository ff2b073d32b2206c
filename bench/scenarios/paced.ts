import { setTimeout as pause } from 'node:timers/promises';
import { splitTokens } from '../../dev/bedrock/tokens.js';
import type { Bed } from '../bed.js';
import type { Stack } from '../stacks/stack.js';
import { answer, prepare, question, type Scenario } from './scenario.js';

const TOKEN_MS = 20;
/** What waited while the last answers began is delivered before the window opens. */
const CATCH_UP_MS = 500;
const BEGIN_LIMIT_MS = 20_000;

const unitsPerToken = answer.length / splitTokens(answer).length;

/** Many streams at a model's pace: what a token costs in processor time of server and worker, and their memory. */
export const paced: Scenario = async (bed, stack, plan) => {
  const { streams, rampMs, windowMs, marginMs } = plan.paced;
  const tokens = Math.ceil((rampMs + CATCH_UP_MS + windowMs + marginMs) / TOKEN_MS);
  await prepare(bed, stack, { streams, tokens, tokenMs: TOKEN_MS });

  const before = await sample(bed, stack);
  const staggerMs = rampMs / streams;
  await bed.users('begin', { content: question, concurrency: streams, turns: 1, staggerMs });
  await allBegun(bed, streams);
  await pause(CATCH_UP_MS);
  const from = await sample(bed, stack);
  await pause(windowMs);
  const to = await sample(bed, stack);
  await bed.users('finish');
  const after = await sample(bed, stack);

  const windowTokens = (to.units - from.units) / unitsPerToken;
  const serverMs = ((to.serverMs - from.serverMs) * 1_000) / windowTokens;
  const workerMs = ((to.workerMs - from.workerMs) * 1_000) / windowTokens;
  const wholeMs = after.serverMs + after.workerMs - before.serverMs - before.workerMs;
  return {
    pacedDelivered: (windowTokens * 1_000) / (to.at - from.at),
    pacedCpu: serverMs + workerMs,
    pacedCpuServer: serverMs,
    pacedCpuWorker: workerMs,
    pacedCpuWhole: (wholeMs * 1_000) / (streams * tokens),
    loadServer: to.serverMb,
    loadWorker: to.workerMb,
  };
};

/** Memory before anything was asked. */
export async function idleMemory(stack: Stack) {
  const { server, worker } = await stack.usage();
  return { idleServer: server.rssBytes / 1e6, idleWorker: worker.rssBytes / 1e6 };
}

async function sample(bed: Bed, stack: Stack) {
  const { server, worker } = await stack.usage();
  const { units, at } = await bed.users('progress');
  return {
    units,
    at,
    serverMs: server.cpuMs,
    workerMs: worker.cpuMs,
    serverMb: server.rssBytes / 1e6,
    workerMb: worker.rssBytes / 1e6,
  };
}

async function allBegun(bed: Bed, streams: number): Promise<void> {
  const deadline = performance.now() + BEGIN_LIMIT_MS;
  for (;;) {
    const { begun, failure } = await bed.users('progress');
    if (failure) throw new Error(failure);
    if (begun >= streams) return;
    if (performance.now() > deadline) throw new Error(`${begun} of ${streams} answers have begun in time`);
    await pause(50);
  }
}
