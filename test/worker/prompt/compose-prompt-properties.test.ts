import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../dev/random.js';
import { composePrompt } from '../../../worker/prompt/compose-prompt.js';
import { approxTokens } from '../../../worker/prompt/tokens.js';
import { anyInput, lastText, nonce, textOf } from './prompt-inputs.js';

describe('for any input', () => {
  const runs = Array.from({ length: 300 }, (_, seed) => seed + 1);

  test('roles alternate from user to user, nothing is blank, and the budget holds', () => {
    for (const seed of runs) {
      const some = anyInput(createRandom(seed));
      const prompt = composePrompt(some);
      expect(prompt.messages.length % 2).toBe(1);
      prompt.messages.forEach((turn, at) => {
        expect(turn.role).toBe(at % 2 === 0 ? 'user' : 'assistant');
        expect(turn.content.every((block) => block.text.trim() !== '')).toBe(true);
      });
      expect(prompt.system[0]?.text.trim()).not.toBe('');
      expect(approxTokens(textOf(prompt))).toBeLessThanOrEqual(some.budget.total);
    }
  });

  test('the same input gives the same bytes, and is left as it was', () => {
    for (const seed of runs.slice(0, 100)) {
      const some = anyInput(createRandom(seed));
      const before = JSON.stringify(some);
      expect(JSON.stringify(composePrompt(some))).toBe(
        JSON.stringify(composePrompt(anyInput(createRandom(seed)))),
      );
      expect(JSON.stringify(some)).toBe(before);
    }
  });

  test('no text can open or close a fence: the nonce is only where the prompt put it', () => {
    for (const seed of runs) {
      const prompt = composePrompt(anyInput(createRandom(seed)));
      const last = lastText(prompt);
      const fences = last.match(/<\/?(?:source|question) id="a1b2c3d4e5f6"/g) ?? [];
      expect(fences).toEqual([
        ...prompt.sources.flatMap(() => [`<source id="${nonce}"`, `</source id="${nonce}"`]),
        `<question id="${nonce}"`,
        `</question id="${nonce}"`,
      ]);
      expect(textOf(prompt).split(nonce)).toHaveLength(fences.length + 1);
      expect(prompt.system[0]?.text.split('</session_context>').length).toBeLessThanOrEqual(2);
    }
  });
});
