import { expect, it } from '@jest/globals';
import { stringsOf } from '../../../client/i18n/choose-language.js';
import { stoppedWords } from '../../../client/react/stopped-words.js';
import { answer } from '../support/attempts.js';

const stopped = { status: 'stopped' } as const;

it.each([
  ['before its turn', { ...stopped }, 'Withdrawn before it was answered.', 'Retirée avant toute réponse.'],
  [
    'while it was understood',
    { ...stopped, processing_ms: 40 },
    'Stopped before anything was written.',
    'Arrêté avant le premier mot.',
  ],
  [
    'while it was written',
    { ...stopped, processing_ms: 40, content: 'Word' },
    'Stopped. What was written is kept.',
    'Arrêté. Le texte déjà écrit est conservé.',
  ],
])('an answer that was stopped %s says so', (_when, message, english, french) => {
  expect(stoppedWords(answer(message), stringsOf('en'))).toBe(english);
  expect(stoppedWords(answer(message), stringsOf('fr'))).toBe(french);
});
