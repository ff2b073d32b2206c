import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { figureKinds } from '../../bench/report/figures.js';

/** Runs the built bench to its end, as `npm run bench` does. */
async function bench(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['dist/bench/main.js', ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('npm run bench', () => {
  it('measures every figure of each stack that can run here, and leaves nothing out of its table', async () => {
    const { code, output } = await bench('--smoke');

    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    // Three figures and two ratios; ours on Postgres alone where there is nothing to compare it with.
    const expected = output.includes('redis-server is not installed') ? 1 : 5;
    const lines = output.split('\n');
    for (const { label, unit } of Object.values(figureKinds)) {
      const cells = lines.find((line) => line.startsWith(`${label} (${unit})`))?.slice(label.length);
      const figures = cells?.match(/\d[\d,.]*(?= |$)/g) ?? [];
      expect({ label, figures: figures.length >= expected }).toEqual({ label, figures: true });
    }
  }, 180_000);

  it('says in a sentence what is wrong with its arguments, and starts nothing', async () => {
    const { code, output } = await bench('--only=everything');

    expect(code).toBe(1);
    expect(output).toContain('There is no scenario everything.');
  });
});
