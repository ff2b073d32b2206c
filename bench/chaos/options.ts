import { parseArgs } from 'node:util';
import { scenarios } from './scenarios/all.js';

export interface ChaosOptions {
  quick: boolean;
  seed: number;
  /** Names of scenarios. */
  only: readonly string[];
  controls: boolean;
  /** Writes `docs/reliability.md`. */
  write: boolean;
}

export const usage = `npm run chaos -- [--quick] [--only=<scenario>] [--seed=<number>] [--no-controls] [--write]

  --quick        small sizes and a part of the scenarios, under 90 s; without it all of them, under 25 minutes
  --only         one scenario; may be given again
  --seed         repeats the random choices of an earlier run
  --no-controls  without the same faults on the bare stack
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
      write: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`${values.seed} is no seed: give a whole number.`);
  if (values.write && (values.quick || values.only.length > 0 || values['no-controls']))
    throw new Error('Only the whole run is written to docs/reliability.md.');
  const unknown = values.only.find((name) => !scenarios.some((known) => known.name === name));
  if (unknown) throw new Error(`There is no scenario ${unknown}.`);
  return {
    quick: values.quick,
    seed,
    only: values.only,
    controls: !values['no-controls'],
    write: values.write,
  };
}
