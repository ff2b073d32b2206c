import type { Problem } from '../core/conversation.js';
import type { Language } from '../i18n/choose-language.js';
import type { Strings } from '../i18n/strings.js';

/** Why a message has not gone out, in the words of the server where it speaks the language, else in ours. */
export function sentenceOf(problem: Problem, strings: Strings, language: Language): string {
  return problem.sentences?.[language] ?? strings.errors[problem.code] ?? problem.message;
}
