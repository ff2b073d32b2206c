import { findNames } from '../intent/entities.js';
import { wordsOf } from '../intent/words.js';
import { createNameReader } from './proper-names.js';
import { contentWords } from './stop-words.js';

/**
 * What is searched for, without the name of the client that the session is about: no document has it, and one that has it
 * by chance is about somebody else. A client who is called like a service keeps the name, and so does a question of
 * nothing else. A name of one word ("Free", "Target") is one only where it is written like one.
 */
export function withoutClient(question: string, clientName: string | null): string {
  const name = wordsOf(clientName ?? '').map(({ folded }) => folded);
  if (name.length === 0 || findNames(clientName ?? '', wordsOf(clientName ?? '')).length > 0) return question;
  const words = wordsOf(question);
  const isProperName = createNameReader(question, words);
  let rest = '';
  let from = 0;
  for (let index = 0; index + name.length <= words.length; index++) {
    const first = words[index];
    if (!first || !name.every((word, offset) => words[index + offset]?.folded === word)) continue;
    if (name.length === 1 && !isProperName(first)) continue;
    rest += question.slice(from, first.start);
    index += name.length - 1;
    from = words[index]?.end ?? from;
  }
  rest += question.slice(from);
  return contentWords(rest).length > 0 ? rest : question;
}
