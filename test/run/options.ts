export interface Options {
  /** Skipping anything is a failure. */
  noSkip: boolean;
  /** Files or folders of tests; all when empty. */
  paths: string[];
  /** Handed to Jest as they are. */
  jestFlags: string[];
  /** Whether they leave out tests by their names, so that these are not reported as skipped. */
  byName: boolean;
}

/** `npm test -- [--no-skip] [path ...] [any flag of Jest, as -t=name]`. */
export function readOptions(args: readonly string[]): Options {
  const rest = args.filter((arg) => arg !== '--no-skip' && arg !== '--');
  const jestFlags = rest.filter((arg) => arg.startsWith('-'));
  return {
    noSkip: args.includes('--no-skip'),
    paths: rest.filter((arg) => !arg.startsWith('-')),
    jestFlags,
    byName: jestFlags.some((flag) => /^(?:-t|--testNamePattern)=/.test(flag)),
  };
}
