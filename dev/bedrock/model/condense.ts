import { isGeneric } from './concepts.js';
import { detectLanguage } from './language.js';
import { phrases } from './phrases.js';
import type { Prompt } from './prompt.js';
import type { Question } from './question.js';
import { fold } from './stem.js';

const asksForLess =
  /\b(?:summar\w+|shorter|in short|in brief|tl;?dr|shorten|resum\w+|plus court|en bref|raccourci\w*|synthese|in (?:french|english)|en (?:francais|anglais))\b/;
const wordsOfTheWish =
  /^(?:summar|short|brief|resum|court|bref|raccourc|synthes|francais|french|english|anglais|translat|tradui|\d|(?:tldr|tl|dr|sentence|phrase|line|ligne|answer|reponse|version|point|quick|bullet|puce|word|mot|one|two|three|deux|trois)s?$)/;

/**
 * "for Acme's board, who …", "pour le comité de direction": whom it is for, and not what it is about, to the end of the
 * clause. "to" and "à" lead to much else, so they need an article or the like.
 */
const audience =
  /\b(?:for|pour|(?:to|a) (?:the|my|our|his|her|their|a|an|le|la|les|mon|ma|mes|notre|nos|un|une|l'))\b[^.,;:!?\n]*/g;

/** "Shorter, please", "résume cela pour le client": a wish about what was said, with no subject of its own. */
export function asksToCondense({ question, history }: Prompt, { terms }: Question): boolean {
  const wish = fold(question);
  if (!asksForLess.test(wish) || !history.some(({ role }) => role === 'assistant')) return false;
  const matter = wish.replace(audience, '');
  return !terms.some(
    (term) =>
      !term.carried &&
      !isGeneric(term.concept) &&
      !wordsOfTheWish.test(fold(term.word)) &&
      matter.includes(fold(term.word)),
  );
}

/** The prompt as it was when the matter itself was asked for, with the sources at hand now. */
export function promptOfTheMatter(prompt: Prompt): Prompt {
  const { history } = prompt;
  const at = history.findLastIndex(({ role, text }) => role === 'user' && !asksForLess.test(fold(text)));
  return { ...prompt, question: history[at]?.text ?? '', history: history.slice(0, Math.max(0, at)) };
}

/**
 * The first sentence of the last answer and its first two points, without their citations, which numbered the sources
 * of that turn. An answer in another language than the one asked for is quoted as it stands, and said to be.
 */
export function condenseLastAnswer(prompt: Prompt, { language }: Question): string {
  // All since the matter was asked for say the same, in one language or the other.
  const answers = prompt.history
    .slice(promptOfTheMatter(prompt).history.length)
    .filter((turn) => turn.role === 'assistant')
    .map(({ text }) => text);
  const last = answers.findLast((text) => detectLanguage(text) === language) ?? answers.at(-1) ?? '';
  const short = condense(last);
  const isForeign = (detectLanguage(last) ?? language) !== language;
  return isForeign ? `${phrases[language].asItStands}\n\n${short}` : short;
}

/** The opening and the first two points of an answer. */
export function condense(answer: string, keep: 'citations' | 'words' = 'words'): string {
  const lines = (keep === 'words' ? answer.replace(/ ?\[\d+\]/g, '') : answer)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const points = lines.filter((line) => isPoint.test(line)).slice(0, 2);
  const list = points.map((line) => line.replace(isPoint, '- ')).join('\n');
  const opening = lines[0] ?? '';
  return list === '' ? withoutColon(opening) : [opening, list].join('\n\n');
}

/** The first line of an answer, to be quoted without what it leads to. */
export function openingOf(answer: string): string {
  const [opening = ''] = condense(answer).split('\n');
  return withoutColon(opening);
}

function withoutColon(line: string): string {
  return line.replace(/(?<!\s)\s?:$/, '');
}

const isPoint = /^(?:[-*]|\d+\.) /;
