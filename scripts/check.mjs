import { spawn } from 'node:child_process';

/* `npm run check`: everything a machine can say about the sources without running them. All of it is always run. */

const bin = 'node_modules/.bin';
const checks = [
  {
    name: 'format and lint',
    command: [`${bin}/biome`, 'check', '--error-on-warnings', '--max-diagnostics=100'],
  },
  { name: 'types of the programs', command: [`${bin}/tsc`, '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'types of the client', command: [`${bin}/tsc`, '-p', 'tsconfig.client.json'] },
  { name: 'types of the tests', command: [`${bin}/tsc`, '-p', 'tsconfig.test.json'] },
  { name: 'boundaries', command: [process.execPath, 'scripts/boundaries.mjs'] },
  { name: 'dead code and dependencies', command: [`${bin}/knip`] },
];

const failed = [];
for (const { name, command } of checks) {
  console.log(`── ${name}`);
  if ((await run(command)) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * @param {string[]} command
 * @returns {Promise<number>}
 */
function run([file = '', ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
