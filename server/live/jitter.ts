/** Between `ms` and twice that, so that those who are sent away together do not come back together. */
export function jittered(ms: number): number {
  return Math.round(ms * (1 + Math.random()));
}
