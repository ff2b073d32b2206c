import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { composePrompt, type Prompt, type PromptInput } from '../../../worker/prompt/compose-prompt.js';
import { anyInput, lastText, nonce, systemOf, textOf } from './prompt-inputs.js';

/** Inputs whose parts that never give way are larger than the budget are refused, which is no finding here. */
function forAnyInput(check: (prompt: Prompt, input: PromptInput) => void): void {
  fc.assert(
    fc.property(anyInput, (input) => {
      let prompt: Prompt;
      try {
        prompt = composePrompt(input);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return fc.pre(false);
      }
      check(prompt, input);
    }),
    { numRuns: 300 },
  );
}

describe('for any input', () => {
  test('roles alternate from user to user, and nothing is blank', () => {
    forAnyInput(({ messages, system }) => {
      expect(messages.length % 2).toBe(1);
      messages.forEach((turn, at) => {
        expect(turn.role).toBe(at % 2 === 0 ? 'user' : 'assistant');
        expect(turn.content.every((block) => block.text.trim() !== '')).toBe(true);
      });
      expect(system.every((block) => !('text' in block) || block.text.trim() !== '')).toBe(true);
    });
  });

  test('every use of a tool is answered, since messages hold texts and nothing else', () => {
    forAnyInput(({ messages }) => {
      const blocks = messages.flatMap(({ content }) => content);
      expect(blocks.every((block) => Object.keys(block).join() === 'text')).toBe(true);
    });
  });

  test('the budget holds, with the tools in it', () => {
    forAnyInput((prompt, { budget, tools }) => {
      const toolText = tools?.length ? JSON.stringify(prompt.toolConfig) : '';
      // Three bytes for a token, and one for each break that `textOf` puts in.
      const bytes = Buffer.byteLength(textOf(prompt) + toolText) - prompt.messages.length;
      expect(bytes).toBeLessThanOrEqual(3 * budget.total);
    });
  });

  test('the same input gives the same bytes, and is left as it was', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const before = JSON.stringify(input);
        const once = outcome(input);
        expect(outcome(structuredClone(input))).toBe(once);
        expect(JSON.stringify(input)).toBe(before);
      }),
    );
  });

  test('no text can open or close a fence: the nonce is only where the prompt put it', () => {
    forAnyInput((prompt, { summary }) => {
      const fences = lastText(prompt).match(/<\/?\w+ id="a1b2c3d4e5f6"/g) ?? [];
      const pair = (tag: string) => [`<${tag} id="${nonce}"`, `</${tag} id="${nonce}"`];
      expect(fences).toEqual([
        ...(summary === null ? [] : pair('summary')),
        ...prompt.sources.flatMap(() => pair('source')),
        ...pair('question'),
      ]);
      expect(textOf(prompt).split(nonce)).toHaveLength(fences.length + 1);
      for (const tag of ['session_context', 'session_entities']) {
        const [opened, closed] = [`\n<${tag}>\n`, `</${tag}>`].map(
          (mark) => systemOf(prompt).split(mark).length,
        );
        expect(opened).toBe(closed);
        expect(opened).toBeLessThanOrEqual(2);
      }
    });
  });

  test('the canary is in the instructions, once', () => {
    forAnyInput((prompt) => {
      expect(systemOf(prompt).split(prompt.canary)).toHaveLength(2);
      expect(textOf(prompt).split(prompt.canary)).toHaveLength(2);
    });
  });

  test('the summary is there if and only if there is one', () => {
    forAnyInput((prompt, { summary }) => {
      expect(lastText(prompt).startsWith(`<summary id="${nonce}">\n`)).toBe(summary !== null);
    });
  });

  test('what a cache keeps says nothing of this session or this request', () => {
    forAnyInput((prompt, { session, ...input }) => {
      const cached = composePrompt({
        ...input,
        session: { context: session.context, entities: [], frustration: 0 },
        summary: null,
        history: [],
        sources: [],
        question: { id: 'q', content: 'Another one' },
        nonce: '0123456789ab',
      });
      expect(cached.system[0]).toEqual(prompt.system[0]);
      const marks = prompt.system.flatMap((block, at) => ('cachePoint' in block ? [at] : []));
      expect(marks).toEqual([1]);
    });
  });
});

function outcome(input: PromptInput): string {
  try {
    return JSON.stringify(composePrompt(input));
  } catch (error) {
    return String(error);
  }
}
