import { setTimeout as pause } from 'node:timers/promises';
import { splitTokens } from '../dev/bedrock/tokens.js';
import type { Bed } from './bed.js';
import type { Plan } from './plan.js';
import { type FigureName, type Figures, figureKinds } from './report/figures.js';
import { median } from './report/statistics.js';
import { type ScenarioName, scenarios } from './scenarios/all.js';
import { idleMemory } from './scenarios/paced.js';
import { answer, prepare, question } from './scenarios/scenario.js';
import type { Stack, StackName } from './stacks/stack.js';

/** The median of the rounds for each figure and stack. */
export type Results = Partial<Record<StackName, Figures>>;

/**
 * Every scenario on every stack, round by round: what else the machine does falls on all of them alike, and each
 * round begins with another stack.
 */
export async function runBench(
  bed: Bed,
  { plan, only }: { plan: Plan; only: readonly ScenarioName[] },
  tell: (line: string) => void,
): Promise<Results> {
  const measured = new Map<StackName, Figures[]>();
  const note = (stack: Stack, figures: Figures) => {
    measured.set(stack.name, [...(measured.get(stack.name) ?? []), figures]);
  };
  await pause(plan.settleMs);
  for (const stack of bed.stacks) note(stack, await idleMemory(stack));
  for (const stack of bed.stacks) await warmUp(bed, stack, plan);

  for (let round = 0; round < plan.rounds; round++) {
    for (const name of only) {
      tell(`round ${round + 1} of ${plan.rounds}: ${name}`);
      for (const stack of rotated(bed.stacks, round)) {
        note(stack, await scenarios[name](bed, stack, plan));
        await bed.users('close');
      }
    }
  }
  return Object.fromEntries([...measured].map(([name, rounds]) => [name, medians(rounds)]));
}

/** Lets the code be compiled by use, and proves once that the stack delivers what the model says. */
async function warmUp(bed: Bed, stack: Stack, plan: Plan): Promise<void> {
  const tokens = 100;
  await prepare(bed, stack, { streams: 10, tokens, tokenMs: 1 });
  const cycle = [...splitTokens(answer), '\n\n'];
  const said = Array.from({ length: tokens }, (_, index) => cycle[index % cycle.length]).join('');
  const heard = await bed.users('transcript', question);
  if (heard !== said) throw new Error(`the ${stack.name} stack did not deliver the answer whole`);
  const turns = Math.ceil(plan.warmUpTurns / 10);
  await bed.users('begin', { content: question, concurrency: 10, turns, staggerMs: 0 });
  await bed.users('finish');
}

function rotated<T>(values: readonly T[], by: number): T[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}

function medians(rounds: readonly Figures[]): Figures {
  const figures: Figures = {};
  for (const name of Object.keys(figureKinds) as FigureName[]) {
    const values = rounds.flatMap((round) => round[name] ?? []);
    if (values.length > 0) figures[name] = median(values);
  }
  return figures;
}
