/** What is bounded: a `size` is of one thing, a `count` is of how many. */
export type BoundKind = 'queue' | 'buffer' | 'cache' | 'retry' | 'pool' | 'timer' | 'size' | 'count';

type Unit =
  | 'ms'
  | 's'
  | 'min'
  | 'h'
  | 'days'
  | 'bytes'
  | 'characters'
  | 'tokens'
  | 'attempts'
  | 'connections'
  | 'events'
  | 'frames'
  | 'jobs'
  | 'levels'
  | 'messages'
  | 'rows'
  | 'sessions'
  | 'streams'
  | 'turns'
  | 'pieces'
  | 'words'
  | '%';

/** A bound of the programs. The number is imported from the code that it bounds, never written again. */
export interface Bound {
  /** The file, and in it the constant. */
  where: string;
  name: string;
  kind: BoundKind;
  value: number;
  unit: Unit;
  what: string;
  /** The reason for the number, or what it is based on where the reason is weak. */
  why: string;
}

type About = readonly [kind: BoundKind, unit: Unit, what: string, why: string];

/** Something to say about each number in `L`, however deep: a bound without it does not compile. */
export type AboutAll<L> = {
  readonly [K in keyof L as L[K] extends number | object ? K : never]: L[K] extends number
    ? About
    : AboutAll<L[K]>;
};

/** The bounds in an object of the sources. `name` is the object's own; empty for constants that stand alone. */
export function boundsOf<L extends object>(
  where: string,
  name: string,
  limits: L,
  about: AboutAll<L>,
): Bound[] {
  return Object.entries(about).flatMap(([key, said]) => {
    const value: unknown = (limits as Record<string, unknown>)[key];
    const full = name === '' ? key : `${name}.${key}`;
    if (typeof value !== 'number') return boundsOf(where, full, value as object, said as AboutAll<object>);
    const [kind, unit, what, why] = said as About;
    return [{ where, name: full, kind, value, unit, what, why }];
  });
}
