import type { Watch } from '../../core/moderation/finding.js';
import { type Moderation, together } from '../../core/moderation/moderation.js';
import { createTextCleaner } from './clean-text.js';
import { createCanaryWatch, createInstructionsWatch, type InstructionIndex } from './instructions-watch.js';
import { createKnownCitations } from './known-citations.js';
import { inTurn, type TextStage } from './text-stage.js';
import { createWithholding } from './withhold.js';

/** What the text of an answer is judged by. */
export interface AnswerRules {
  moderation: Moderation;
  instructions: InstructionIndex;
}

/** What of a prompt its answer may and may not repeat. */
export interface PromptMarks {
  /** Whether it has a source of this number; tools may add some while it is written. Null where it is not to cite. */
  hasSource: ((number: number) => boolean) | null;
  /** A mark in its instructions; null where there is none. */
  canary: string | null;
}

export interface AnswerText extends TextStage {
  /** Citations that pointed to no source, and were taken out. */
  readonly removedCitations: number;
  /** Whether it says that the sources leave the question open, or part of it. */
  readonly leavesOpen: boolean;
}

/**
 * From what the model says to what is streamed and recorded, which is the same. What is judged is what goes out: the
 * watches come last.
 *
 * @throws Withheld from `push` and `end`.
 */
export function createAnswerText(rules: AnswerRules, marks: PromptMarks): AnswerText {
  const citations = marks.hasSource && createKnownCitations(marks.hasSource);
  const watch = together(watchesOf(rules, marks.canary));
  const stages = inTurn([createTextCleaner(), ...(citations ? [citations] : []), createWithholding(watch)]);
  return {
    ...stages,
    get removedCitations() {
      return citations?.removed ?? 0;
    },
    get leavesOpen() {
      return citations?.leavesOpen ?? false;
    },
  };
}

export function watchesOf({ moderation, instructions }: AnswerRules, canary: string | null): Watch[] {
  return [
    moderation.watch('output'),
    createInstructionsWatch(instructions),
    ...(canary === null ? [] : [createCanaryWatch(canary)]),
  ];
}
