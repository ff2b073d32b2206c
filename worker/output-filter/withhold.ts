import type { Watch } from '../../core/moderation/finding.js';
import type { TextStage } from './text-stage.js';
import { Withheld } from './withheld.js';

/**
 * Lets text go on up to where something that may not be said could have begun, and keeps the rest back until it is
 * clear. So of what a rule finds nothing has gone on; a watch that lets the first words pass, because they say nothing,
 * may only name a place behind us, and what went on stays gone. What is held is as long as a watch looks for: a word
 * mostly, `wordWatchLimits.spanCharacters` and what its words of doubt take at most.
 *
 * @throws Withheld from `push` and `end`, when something was found.
 */
export function createWithholding(watch: Watch): TextStage {
  /** Where `held` begins in the whole text, in UTF-16 units. */
  let from = 0;
  let held = '';
  const release = (until: number) => {
    const text = held.slice(0, until - from);
    held = held.slice(until - from);
    from = until;
    return text;
  };
  const check = () => {
    if (watch.finding) throw new Withheld(watch.finding);
  };
  return {
    push: (text) => {
      watch.push(text);
      held += text;
      check();
      return release(Math.max(from, watch.heldFrom ?? from + held.length));
    },
    end: () => {
      watch.end();
      check();
      return release(from + held.length);
    },
  };
}
