/*
 * How an answer cites: `[1]`, `[2, 3]` or `[2; 3]`, the numbers of sources in brackets. `[1](…)` is a link, and brackets
 * around anything else are text. The worker takes out and records by this, and pages draw by it: so it needs nothing but
 * itself.
 */

/**
 * Where a model says that no source answers this. It is taken out, so that nobody sees it; with other numbers, `[0, 1]`, it
 * is text.
 */
export const NO_SOURCE = '[0]';

/** A larger number is text. Sources have up to 29, footnotes that an answer copies some more, ports and years far more. */
export const MAX_SOURCE_NUMBER = 50;
/** In one pair of brackets. */
export const MAX_CITED_TOGETHER = 12;

const NUMBER = '[1-9]\\d?';
const COMMA = '\\s?[,;]\\s?';
const LIST = `${NUMBER}(?:${COMMA}${NUMBER}){0,${MAX_CITED_TOGETHER - 1}}`;
const CITATION = new RegExp(`\\[(${LIST})\\](?!\\()`, 'g');
const ALONE = new RegExp(`^\\[(${LIST})\\]$`);
const BEGUN = new RegExp(`^\\[(?:0|${LIST}(?:\\s|${COMMA})?)?$`);

export interface Citation {
  /** Where its brackets stand, in UTF-16 units. */
  start: number;
  end: number;
  numbers: number[];
}

export function findCitations(text: string): Citation[] {
  return [...text.matchAll(CITATION)].flatMap(({ 0: mark, 1: list, index }) => {
    const numbers = numbersIn(list);
    return numbers ? [{ start: index, end: index + mark.length, numbers }] : [];
  });
}

export function withoutCitations(text: string): string {
  return text.replace(CITATION, (mark, list) => (numbersIn(list) ? '' : mark));
}

/** Of a mark that stands alone, brackets included; null where it is none. */
export function readCitation(mark: string): number[] | null {
  return numbersIn(ALONE.exec(mark)?.[1]);
}

/** Whether a text may become a citation, or `[0]`, when more of it comes. */
export function beginsCitation(text: string): boolean {
  return BEGUN.test(text);
}

function numbersIn(list: string | undefined): number[] | null {
  const numbers = list?.split(/[,;]/).map(Number) ?? [];
  return numbers.length > 0 && numbers.every((number) => number <= MAX_SOURCE_NUMBER) ? numbers : null;
}
