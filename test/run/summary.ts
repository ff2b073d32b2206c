import type { Results } from './jest.js';
import type { Options } from './options.js';
import type { Skipped } from './plan.js';

/** The last lines of a test run, and its exit code. A skip counts as a failure when `noSkip`. */
export function summarize(
  results: readonly Results[],
  skipped: readonly Skipped[],
  { noSkip, byName }: Pick<Options, 'noSkip' | 'byName'>,
): { lines: string[]; exitCode: number } {
  const skips = [...skipped.map(inOneLine), ...(byName ? [] : unexplained(results, skipped))];

  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0) + (noSkip ? skips.length : 0);
  const lines = skips.map((what) => `skipped: ${what}`);
  if (noSkip && skips.length > 0) lines.push('Skipping is a failure here (--no-skip).');
  return {
    lines: [...lines, `${passed} passed, ${failed} failed`],
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}

function inOneLine({ what, files }: Skipped): string {
  return `${what} (${files.length} ${files.length === 1 ? 'file' : 'files'})`;
}

/** Tests that were passed over, but not in files of which a whole part is missing: that explains them. */
function unexplained(results: readonly Results[], skipped: readonly Skipped[]): string[] {
  const explained = new Set(skipped.flatMap(({ files }) => files));
  return results
    .flatMap(({ passedOver }) => passedOver)
    .filter(({ file }) => !explained.has(file))
    .map(({ file, test }) => `${file}: ${test}`);
}
