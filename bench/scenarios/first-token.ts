import { percentile } from '../report/statistics.js';
import { prepare, question, type Scenario } from './scenario.js';

/** Long enough to be an answer, short enough to have many of them. */
const SHORT_TOKENS = 20;
/** As fast as people are used to from a large model. */
const TOKEN_MS = 20;

/** One user who asks, reads, and asks again. */
export const oneUser: Scenario = async (bed, stack, plan) => {
  const { sessions, turns } = plan.oneUser;
  await prepare(bed, stack, { streams: sessions, tokens: SHORT_TOKENS, tokenMs: 0 });
  const before = await stack.usage();
  await bed.users('begin', { content: question, concurrency: 1, turns, staggerMs: 0 });
  const { acceptedMs, firstTokenMs } = await bed.users('finish');
  const after = await stack.usage();
  const cpuMs = after.server.cpuMs + after.worker.cpuMs - before.server.cpuMs - before.worker.cpuMs;
  return {
    turnCpu: cpuMs / (sessions * turns),
    acceptedOneP50: percentile(acceptedMs, 0.5),
    acceptedOneP99: percentile(acceptedMs, 0.99),
    firstOneP50: percentile(firstTokenMs, 0.5),
    firstOneP99: percentile(firstTokenMs, 0.99),
  };
};

/**
 * Fifty users, each with an answer streaming at a model's pace nearly all the time; their questions are spread over
 * the two seconds that an answer takes.
 */
export const sideBySide: Scenario = async (bed, stack, plan) => {
  const { users, turns } = plan.sideBySide;
  const tokens = 100;
  await prepare(bed, stack, { streams: users, tokens, tokenMs: TOKEN_MS });
  const staggerMs = (tokens * TOKEN_MS) / users;
  await bed.users('begin', { content: question, concurrency: users, turns, staggerMs });
  const { acceptedMs, firstTokenMs } = await bed.users('finish');
  return {
    acceptedManyP50: percentile(acceptedMs, 0.5),
    acceptedManyP99: percentile(acceptedMs, 0.99),
    firstManyP50: percentile(firstTokenMs, 0.5),
    firstManyP99: percentile(firstTokenMs, 0.99),
  };
};

/** Fifty users who ask in the same moment: how long the last one waits is how long all the work takes. */
export const burst: Scenario = async (bed, stack, plan) => {
  const { users, times } = plan.burst;
  await prepare(bed, stack, { streams: users, tokens: SHORT_TOKENS, tokenMs: 0 });
  const all: number[] = [];
  for (let time = 0; time < times; time++) {
    await bed.users('begin', { content: question, concurrency: users, turns: 1, staggerMs: 0 });
    const { firstTokenMs } = await bed.users('finish');
    all.push(...firstTokenMs);
  }
  return { firstBurstP50: percentile(all, 0.5), firstBurstP99: percentile(all, 0.99) };
};
