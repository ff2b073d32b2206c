import { isGeneric } from './concepts.js';
import { detectLanguage } from './language.js';
import type { Prompt } from './prompt.js';
import type { Question } from './question.js';
import { fold } from './stem.js';

const asksForLess =
  /\b(?:summar\w+|shorter|in short|in brief|tl;?dr|shorten|resum\w+|plus court|en bref|raccourci\w*|synthese)\b/;
const wordsOfTheWish =
  /^(?:summar|short|brief|tldr|tl|dr|resum|court|bref|raccourc|synthes|franc|french|english|anglais|sentence|phrase|line|lign|answer|repons|version|point|quick)/;

/**
 * "Shorter, please": the first sentence of the last answer and its first two points, without their citations, which
 * numbered the sources of that turn. Null unless asked for, or when the question has a subject of its own, or when the
 * last answer is in another language than the one asked for.
 */
export function condenseLastAnswer(
  { question, history }: Prompt,
  { language, terms }: Question,
): string | null {
  if (!asksForLess.test(fold(question))) return null;
  const subject = terms.filter(
    (term) => !term.carried && !isGeneric(term.concept) && !wordsOfTheWish.test(term.word),
  );
  const last = history.findLast((turn) => turn.role === 'assistant')?.text;
  if (subject.length > 0 || !last || detectLanguage(last) !== language) return null;
  const lines = last
    .replace(/ ?\[\d+\]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const points = lines.filter((line) => /^(?:[-*]|\d+\.) /.test(line)).slice(0, 2);
  return [lines[0], ...points.map((line) => line.replace(/^(?:[-*]|\d+\.) /, '- '))]
    .join('\n\n')
    .replace(/\n\n- /g, '\n- ')
    .replace('\n- ', '\n\n- ');
}
