import { acronymIn, initialsIn } from './acronyms.js';
import { familiesOf } from './families.js';
import type { WantedTerm } from './question.js';
import { conceptsOf } from './terms.js';

/** What a text holds, for comparing with what a question wants. */
export interface Held {
  concepts: Set<string>;
  families: Set<number>;
  /** Of a title or a heading: what its words may be called in short. */
  initials?: Set<string>;
}

/** A word of the same family is worth so much of the word itself. */
const FAMILY_SHARE = 0.7;

export function heldIn(text: string): Held {
  return { concepts: conceptsOf(text), families: familiesOf(text) };
}

/** The same of a title or a heading, which "SCP" is about where it says "service control policies". */
export function heldInTitle(text: string): Held {
  return { ...heldIn(text), initials: initialsIn(text) };
}

export function join(one: Held, other: Held): Held {
  return {
    concepts: new Set([...one.concepts, ...other.concepts]),
    families: new Set([...one.families, ...other.families]),
    initials: new Set([...(one.initials ?? []), ...(other.initials ?? [])]),
  };
}

/** 0 to 1. */
export function worthIn(term: WantedTerm, { concepts, families, initials }: Held): number {
  if (concepts.has(term.concept)) return 1;
  const acronym = initials && term.isName ? acronymIn(term.word) : null;
  if (acronym !== null && initials?.has(acronym)) return 1;
  return term.families.some((family) => families.has(family)) ? FAMILY_SHARE : 0;
}

/** `heldInTitle` for headings and titles, which many passages share: each text is read once. */
export function createHeldOnce(): (text: string) => Held {
  const known = new Map<string, Held>();
  return (text) => {
    const held = known.get(text) ?? heldInTitle(text);
    known.set(text, held);
    return held;
  };
}
