import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { runNode } from './surroundings.js';

/** Suites are ES modules, which Jest loads by an interface of Node that still warns of itself. */
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

export interface Results {
  passed: number;
  /** Failed tests, and files that could not be run at all. */
  failed: number;
  /** Tests that were not run, by the file they are in and their full name. */
  passedOver: { file: string; test: string }[];
}

/** What Jest writes with `--json`, as far as it is read here. */
interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** Runs Jest and reads its report from `reportFile`. Without a report the run counts as one failure. */
export async function runJest(
  args: readonly string[],
  reportFile: string,
  env: Record<string, string | undefined>,
  interrupted: AbortSignal,
): Promise<Results> {
  const code = await runNode([...jest, ...args, '--json', `--outputFile=${reportFile}`], env, interrupted);
  const report = readReport(reportFile);
  if (!report) return { passed: 0, failed: 1, passedOver: [] };

  const results: Results = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    passedOver: report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ fullName }) => ({ file: relative('.', name), test: fullName })),
    ),
  };
  // Jest may fail for what is no test: a teardown, or a process that was killed.
  if (code !== 0 && results.failed === 0) results.failed = 1;
  return results;
}

function readReport(file: string): JestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
