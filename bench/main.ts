import { makeBed } from './bed.js';
import { type BenchOptions, readOptions, usage } from './options.js';
import { describeMachine, loadAverage } from './report/machine.js';
import { plainTable, rowsOf } from './report/table.js';
import { writeReport } from './report/write.js';
import { runBench } from './run.js';

/*
 * `npm run bench`: this product and a bare stack of the same parts, side by side on this machine. What is compared,
 * and how, is in docs/benchmarks.md.
 */

/** Turns that a worker may run at once: more than any scenario has streams. */
const CONCURRENCY = 250;

const options = optionsOrExit();
const { plan, write } = options;
const startedAt = performance.now();
const loadBefore = loadAverage();
const machine = await describeMachine();
console.log(`${machine}\nload average before: ${loadBefore}`);

const bed = await makeBed({ concurrency: CONCURRENCY, profile: options.profile });
process.once('SIGINT', () => void bed.stop().then(() => process.exit(130)));
try {
  if (bed.stacks.length === 1) {
    console.log('redis-server is not installed: only Postgres alone is measured, and compared with nothing.');
  }
  const results = await runBench(bed, options, console.log);
  const load = `${loadBefore} before, ${loadAverage()} after`;
  const rows = rowsOf(results);
  console.log(`\n${plainTable(rows)}\n\n! misses its goal. Load average: ${load}.`);
  console.log(`Took ${Math.round((performance.now() - startedAt) / 1_000)} s.`);
  if (write) console.log(`Written to ${await writeReport({ rows, machine, load, rounds: plan.rounds })}.`);
} finally {
  await bed.stop();
}
process.exit();

function optionsOrExit(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}
