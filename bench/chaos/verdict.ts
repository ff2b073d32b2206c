import type { Result } from './run.js';

/** What did not hold, a line each: a promise of Aside, or a control in which nothing broke. */
export function failuresOf(results: readonly Result[]): string[] {
  return results.flatMap(({ scenario, aside, control }) => [
    ...[aside, control].flatMap((played) =>
      played?.error ? [`${scenario.name} could not be played: ${played.error}`] : [],
    ),
    ...aside.findings
      .filter(({ holds }) => !holds)
      .map(({ must, measured }) => `${scenario.name}: ${must}: ${measured}`),
    ...(control?.findings.every(({ holds }) => holds)
      ? [`${scenario.name}: the control noticed nothing, so that this scenario shows nothing`]
      : []),
  ]);
}
