import { titleLimits } from './limits.js';

/** Marks that people put around titles and models do too. */
const wrapping = /^[\s"'«»“”‘’*_#`]+|[\s"'«»“”‘’*_`.]+$/g;

/** The model's words as a title; null when they are none, such as several lines, or a sentence that explains itself. */
export function readTitle(answer: string): string | null {
  if (answer.trim().includes('\n') || answer.length > 2 * titleLimits.characters) return null;
  const title = cutAtWord(onOneLine(answer.replace(wrapping, '')));
  return title === '' ? null : title;
}

/** What a question begins with, for want of a better title. */
export function titleFromQuestion(question: string): string {
  const whole = onOneLine(question.slice(0, titleLimits.questionCharacters));
  const end = whole.search(/[.!?](?:\s|$)/);
  return cutAtWord(end > 0 && whole[end] !== '?' ? whole.slice(0, end) : whole);
}

function onOneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function cutAtWord(text: string): string {
  if (text.length <= titleLimits.characters) return text;
  const room = text.slice(0, titleLimits.characters);
  const lastSpace = room.lastIndexOf(' ');
  const kept = lastSpace > 0 ? room.slice(0, lastSpace) : room.slice(0, -2).toWellFormed();
  return `${kept.replace(/[\s,;:–-]+$/, '')}…`;
}
