/** Something that was measured on a corpus, and the least that it has to be; null where it is only told. */
export interface Figure {
  what: string;
  value: number;
  least: number | null;
  /** How many lines it is of. */
  of: number;
}

export function share<T>(lines: readonly T[], holds: (line: T) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(holds).length / lines.length;
}

export function reaches({ value, least }: Figure): boolean {
  return least === null || value >= least;
}
