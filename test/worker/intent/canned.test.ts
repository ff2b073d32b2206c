import { expect, test } from '@jest/globals';
import { loadIntents } from '../../../worker/intent/load-intents.js';

const withCanned = loadIntents().file.intents.filter((intent) => intent.canned !== undefined);

test.each(withCanned)('the prepared answer to $name says in both languages that it is one', ({ canned }) => {
  expect(canned?.en).toMatch(/No model can be reached right now, so this is a standard answer\./);
  expect(canned?.fr).toMatch(/Aucun modèle n’est joignable pour le moment, voici donc une réponse type\./);
});
