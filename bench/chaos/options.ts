import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scenarios } from './scenarios/all.js';

export interface ChaosOptions {
  quick: boolean;
  seed: number;
  /** Names of scenarios. */
  only: readonly string[];
  controls: boolean;
  /** Folder of another version's build, by which every second server and worker runs. */
  beside: string | null;
  /** Writes `docs/reliability.md`. */
  write: boolean;
}

export const usage = `npm run chaos -- [--quick] [--only=<scenario>] [--seed=<number>] [--no-controls] [--beside=<dist>] [--write]

  --quick        small sizes and a part of the scenarios, under 90 s; without it all of them, under 25 minutes
  --only         one scenario; may be given again
  --seed         repeats the random choices of an earlier run
  --no-controls  without the same faults on the bare stack
  --beside       every second server and worker is of another version, whose dist/ this is; the schema is of this one
  --write        writes the results to docs/reliability.md

Scenarios: ${scenarios.map(({ name }) => name).join(', ')}
`;

/** Throws an Error whose message says what is wrong. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      'no-controls': { type: 'boolean', default: false },
      beside: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`${values.seed} is no seed: give a whole number.`);
  if (values.write && (values.quick || values.only.length > 0 || values['no-controls'] || values.beside))
    throw new Error('Only the whole run is written to docs/reliability.md.');
  const unknown = values.only.find((name) => !scenarios.some((known) => known.name === name));
  if (unknown) throw new Error(`There is no scenario ${unknown}.`);
  const beside = values.beside === undefined ? null : resolve(values.beside);
  if (beside && !existsSync(resolve(beside, 'worker/main.js')))
    throw new Error(`${beside} has no worker/main.js: give the dist/ of another version, after its build.`);
  return {
    quick: values.quick,
    seed,
    only: values.only,
    controls: !values['no-controls'],
    beside,
    write: values.write,
  };
}
