import { acronymIn } from './acronyms.js';
import { createHeldOnce, type Held, heldInTitle, join, worthIn } from './held.js';
import type { Passage } from './passages.js';
import type { Source } from './prompt.js';
import type { Question, WantedTerm } from './question.js';

export interface Coverage {
  /** 0 to 1: the share of the question's content words that one source holds, at best. */
  best: number;
  /** The same for one sentence with its heading and title. */
  closest: number;
  /** The same for all sources together. */
  together: number;
  /** Names in the question that no source holds. */
  missingNames: WantedTerm[];
  namesFound: number;
}

/** How much of the question the sources speak to at all, wording aside. */
export function measureCoverage(question: Question, passages: Passage[]): Coverage {
  const bySource = new Map<Source, Held>();
  const heldOnce = createHeldOnce();
  let closest = 0;
  for (const { source, concepts, families, heading } of passages) {
    const here = join(heldOnce(`${heading} › ${source.title} › ${source.path}`), { concepts, families });
    closest = Math.max(closest, share(question.terms, here));
    const known = bySource.get(source);
    bySource.set(source, known ? join(known, here) : here);
  }
  const everything = [...bySource.values()].reduce(join, { concepts: new Set(), families: new Set() });
  const names = question.terms.filter((term) => term.isName && !term.carried);
  return {
    best: Math.max(0, ...[...bySource.values()].map((held) => share(question.terms, held))),
    closest,
    together: share(question.terms, everything),
    missingNames: names.filter((term) => worthIn(term, everything) === 0),
    namesFound: names.filter((term) => worthIn(term, everything) > 0).length,
  };
}

/** Below these shares the sentences that match do so by their general words only. */
export function isCovered({ terms }: Question, coverage: Coverage): boolean {
  const { best, closest, together, missingNames, namesFound } = coverage;
  if (missingNames.length > 0 && missingNames.length >= namesFound) return false;
  // A long question is answered by several sentences, a short one by one.
  if (closest <= (terms.length > 4 ? 0.34 : 0.5)) return false;
  return best >= 0.5 || (together >= 0.75 && best >= 0.4);
}

/** At most three sources that are about one of the question's specific words: their text alone may mention anything. */
export function nearestSources({ terms }: Question, sources: Source[]): Source[] {
  const specific = terms.filter((term) => term.weight >= 0.5);
  const near = sources.filter((source) => share(specific, heldInHeadings(source)) > 0.2);
  return near
    .filter((source, index) => near.findIndex(({ title }) => title === source.title) === index)
    .slice(0, 3);
}

/** Whether the question is on one acronym, and a source on what that stands for: no everyday word, which all may have. */
export function isAboutAcronym({ terms }: Question, sources: Source[]): boolean {
  const [term] = terms;
  if (!term || terms.length > 1 || acronymIn(term.word) === null) return false;
  return sources.some((source) => worthIn(term, heldInHeadings(source)) === 1);
}

function heldInHeadings({ title, path, text }: Source): Held {
  const headings = text.split('\n').filter((line) => line.startsWith('#'));
  return heldInTitle([title, path, ...headings].join(' › '));
}

function share(terms: WantedTerm[], held: Held): number {
  const total = terms.reduce((sum, term) => sum + term.weight, 0);
  const gained = terms.reduce((sum, term) => sum + term.weight * worthIn(term, held), 0);
  return total === 0 ? 0 : gained / total;
}
