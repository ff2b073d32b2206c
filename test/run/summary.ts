import type { Results } from './jest.js';
import type { Skipped } from './plan.js';

/** The last lines of a test run, and its exit code. A skip counts as a failure when `noSkip`. */
export function summarize(
  results: readonly Results[],
  skipped: readonly Skipped[],
  noSkip: boolean,
): { lines: string[]; exitCode: number } {
  const ran = new Set(results.flatMap((result) => [...result.ran]));
  const passedOver = new Set(results.flatMap((result) => [...result.passedOver]));
  const explained = new Set(skipped.flatMap(({ files }) => files));
  const unexplained = [...passedOver].filter(
    (name) => !ran.has(name) && !explained.has(name.slice(0, name.indexOf(': '))),
  );
  const skips = [...skipped.map(({ what }) => what), ...unexplained];

  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0) + (noSkip ? skips.length : 0);
  const lines = skips.map((what) => `skipped: ${what}`);
  if (noSkip && skips.length > 0) lines.push('Skipping is a failure here (--no-skip).');
  return {
    lines: [...lines, `${passed} passed, ${failed} failed`],
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}
