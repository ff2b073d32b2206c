import type { Results } from './jest.js';
import type { Skipped } from './plan.js';

/** The last lines of a test run, and its exit code. A skip counts as a failure when `noSkip`. */
export function summarize(
  results: readonly Results[],
  skipped: readonly Skipped[],
  noSkip: boolean,
): { lines: string[]; exitCode: number } {
  const skips = [...skipped.map(({ what }) => what), ...unexplained(results, skipped)];

  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0) + (noSkip ? skips.length : 0);
  const lines = skips.map((what) => `skipped: ${what}`);
  if (noSkip && skips.length > 0) lines.push('Skipping is a failure here (--no-skip).');
  return {
    lines: [...lines, `${passed} passed, ${failed} failed`],
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}

/**
 * Tests that no run had: passed over by each run that had their file. Those in files of which a whole part is
 * missing are explained by that.
 */
function unexplained(results: readonly Results[], skipped: readonly Skipped[]): string[] {
  const explained = new Set(skipped.flatMap(({ files }) => files));
  const runsOf = (file: string) => results.filter(({ files }) => files.has(file));
  const never = results
    .flatMap(({ passedOver }) => passedOver)
    .filter(({ file }) => !explained.has(file))
    .filter(({ file, test }) =>
      runsOf(file).every(({ passedOver }) =>
        passedOver.some((one) => one.file === file && one.test === test),
      ),
    );
  return [...new Set(never.map(({ file, test }) => `${file}: ${test}`))];
}
