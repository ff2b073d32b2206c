import { parseArgs } from 'node:util';
import { fullPlan, type Plan, quickPlan, smokePlan } from './plan.js';
import { type ScenarioName, scenarioNames } from './scenarios/all.js';

export interface BenchOptions {
  plan: Plan;
  only: readonly ScenarioName[];
  /** Folder for CPU profiles of the measured processes. */
  profile: string | null;
  /** Writes `docs/benchmarks.md`. */
  write: boolean;
}

export const usage = `npm run bench -- [--quick] [--only=<scenario>] [--profile=<folder>] [--write]

  --quick    one short round, under a minute; without it three rounds, under six
  --only     one of ${scenarioNames.join(', ')}; may be given again
  --profile  writes a CPU profile of each measured process into this folder; figures suffer
  --write    writes the figures to docs/benchmarks.md
`;

/** Throws an Error whose message says what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      // Every line of the bench once: for a test of the bench.
      smoke: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      profile: { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  const only = scenarioNames.filter((name) => values.only?.includes(name) ?? true);
  const unknown = values.only?.find((name) => !scenarioNames.some((known) => known === name));
  if (unknown) throw new Error(`There is no scenario ${unknown}.`);
  return {
    plan: values.smoke ? smokePlan : values.quick ? quickPlan : fullPlan,
    only,
    profile: values.profile ?? null,
    write: values.write ?? false,
  };
}
