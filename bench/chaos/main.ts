import { describeMachine } from '../report/machine.js';
import { type ChaosOptions, readOptions, usage } from './options.js';
import { writeReport } from './report.js';
import { runChaos } from './run.js';
import { createUndo } from './site/undo.js';
import { failuresOf } from './verdict.js';

/*
 * `npm run chaos`: what is promised, under faults, on two servers and four workers with a Postgres and a Redis of
 * their own; and the same faults on a bare stack, where they must show. docs/reliability.md has the results.
 */

const options = optionsOrExit();
const startedAt = performance.now();
const machine = await describeMachine();
console.log(`${machine}\nseed ${options.seed}`);

const undo = createUndo();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void undo.all().then(() => process.exit(130)));
process.once('uncaughtException', (error) => {
  console.error(error);
  void undo.all().then(() => process.exit(1));
});
try {
  const results = await runChaos(options, undo, console.log);
  const failures = failuresOf(results);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  if (options.write) {
    const file = await writeReport({ results, machine, seconds, seed: options.seed });
    console.log(`\nWritten to ${file}.`);
  }
  console.log(`\n${results.length} scenarios in ${seconds} s, seed ${options.seed}.`);
  for (const failure of failures) console.log(`FAILED ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await undo.all();
}
process.exit();

function optionsOrExit(): ChaosOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}
