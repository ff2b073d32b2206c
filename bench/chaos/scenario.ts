import type { Random } from '../../dev/random.js';
import type { Finding } from './oracle/finding.js';
import type { AsideSite, Site } from './site/site.js';

/** What a scenario plays on. */
export interface Stage<S extends Site> {
  site: S;
  random: Random;
  /** A number for the whole run, another for the quick one and for the control. */
  size(whole: number, quick: number): number;
  /** How long an answer is waited for after the fault is over. */
  patienceMs: number;
  /**
   * So many users, each with a session that he reads; with a name, one user with so many sessions; with a server, all
   * of them begin there. They leave when the scenario is over.
   */
  open(
    count: number,
    options?: { user?: string; server?: number },
  ): Promise<Awaited<ReturnType<S['openChat']>>[]>;
  /** A figure that nothing depends on, for the report. */
  note(figure: string): void;
}

/** A fault, and what has to hold after it. */
export interface Scenario {
  name: string;
  /** What is done, as docs/reliability.md says it. */
  title: string;
  /** Part of `--quick` too. */
  quick: boolean;
  play(stage: Stage<AsideSite>): Promise<Finding[]>;
  /** The same on the bare stack, or the reason why there is none. */
  control: Control | string;
}

export interface Control {
  play(stage: Stage<Site>): Promise<Finding[]>;
  /**
   * Beginnings of what must not hold there, one of them at least: a fault that does no harm shows nothing, and neither
   * does harm of another kind. None: everything has to hold there too.
   */
  breaks: readonly string[];
  /** It needs the machine for itself: the fault is how much comes how fast. */
  alone?: boolean;
}

/** A scenario that is played on both in the same words. */
export function onBoth(
  scenario: Omit<Scenario, 'play' | 'control'> & Control & { play(stage: Stage<Site>): Promise<Finding[]> },
): Scenario {
  const { breaks, ...rest } = scenario;
  return { ...rest, control: { play: rest.play, breaks } };
}
