/** Steps of a turn run in one order; this tells the compiler, and whoever changes it. */
export function known<T>(value: T | null): T {
  if (value === null) throw new Error('a step of the turn ran before the one it depends on');
  return value;
}
