import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By then what a start does in the background is over. */
const COLLECT_AFTER_MS = [4_000, 6_000] as const;

/**
 * A start allocates several times what stays of it, and V8 keeps those pages for as long as little happens: 30 of 155 MB
 * in an idle worker. Two collections give them back, each a pause of some 30 ms; V8 shrinks the space of what is new only
 * when little was allocated since the collection before.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (const afterMs of COLLECT_AFTER_MS) setTimeout(() => collect(), afterMs).unref();
}
