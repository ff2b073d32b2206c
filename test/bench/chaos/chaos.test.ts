import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { redisServerInstalled } from '../../support/redis.js';

const chaos = async (...args: string[]) => {
  const run = promisify(execFile)(process.execPath, ['dist/bench/chaos/main.js', ...args], {
    maxBuffer: 10_000_000,
  });
  try {
    return { code: 0, output: (await run).stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}` };
  }
};

test('says in a sentence what is wrong with its arguments, and starts nothing', async () => {
  const { code, output } = await chaos('--only=everything');
  expect(code).toBe(1);
  expect(output).toContain('There is no scenario everything.');
});

if (redisServerInstalled()) {
  test('what is promised holds under the quick faults, and the bare stack shows each of them', async () => {
    const { code, output } = await chaos('--quick');
    expect(output.split('\n').filter((line) => line.startsWith('FAILED'))).toEqual([]);
    expect(code).toBe(0);
  }, 400_000);
} else {
  test.skip('the faults: redis-server is not installed here', () => undefined);
}
