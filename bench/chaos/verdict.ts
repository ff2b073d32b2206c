import type { Played, Result } from './run.js';
import type { Control } from './scenario.js';

/** What did not hold, a line each: a promise of Aside, or a control that did not break as it has to. */
export function failuresOf(results: readonly Result[]): string[] {
  return results.flatMap(({ scenario, aside, control }) => [
    ...[aside, control].flatMap((played) =>
      played?.error ? [`${scenario.name} could not be played: ${played.error}`] : [],
    ),
    ...aside.findings
      .filter(({ holds }) => !holds)
      .map(({ must, measured }) => `${scenario.name}: ${must}: ${measured}`),
    ...(control && typeof scenario.control !== 'string' && !isAsExpected(scenario.control, control)
      ? [`${scenario.name}: the control did not break in the way of the fault`]
      : []),
  ]);
}

export function isAsExpected({ breaks }: Control, { findings }: Played): boolean {
  const broken = findings.filter(({ holds }) => !holds);
  if (breaks.length === 0) return broken.length === 0;
  return broken.some(({ must }) => breaks.some((beginning) => must.startsWith(beginning)));
}
