import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { loadModeration } from '../../../core/moderation/load-moderation.js';
import { createAnswerText, type PromptMarks } from '../../../worker/output-filter/answer-text.js';
import { indexInstructions } from '../../../worker/output-filter/instructions-watch.js';
import { Withheld } from '../../../worker/output-filter/withheld.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';
import { instructionTexts } from '../../../worker/prompt/templates.js';

const rules = {
  moderation: loadModeration(),
  instructions: indexInstructions(instructionTexts(loadTemplates())),
};
const marks: PromptMarks = { hasSource: (number) => [1, 2, 3].includes(number), canary: 'mark-7f3a91c2' };

/** What goes on of a text that comes in these pieces, and what it was withheld for. */
function through(pieces: Iterable<string>) {
  const text = createAnswerText(rules, marks);
  let told = '';
  try {
    for (const piece of pieces) told += text.push(piece);
    told += text.end();
    return { told, removed: text.removedCitations, withheld: null };
  } catch (error) {
    if (!(error instanceof Withheld)) throw error;
    return { told, removed: text.removedCitations, withheld: error };
  }
}
const whole = (text: string) => through([text]);
const oneByOne = (text: string) => through(Array.from({ length: text.length }, (_, at) => text.charAt(at)));

describe('citations of sources that are not there', () => {
  test.each([
    ['It is free [1].', 'It is free [1].', 0],
    ['It is free [7].', 'It is free.', 1],
    ['It is free.[7] So is that [2].', 'It is free. So is that [2].', 1],
    ['Both [1][9] and [1, 9] and [8;9].', 'Both [1] and [1] and.', 4],
    [
      'Read `list[9]` and\n```\na[9] = b[7]\n```\nnow [9].',
      'Read `list[9]` and\n```\na[9] = b[7]\n```\nnow.',
      1,
    ],
    [
      'A [9](https://example.com) link, [x] and [ ] boxes, [2024] and [9',
      'A [9](https://example.com) link, [x] and [ ] boxes, [2024] and [9',
      0,
    ],
    ['Ends with [9]', 'Ends with', 1],
    ['~~~ text\na [9] `\n~~~\nnow [9].', '~~~ text\na [9] `\n~~~\nnow.', 1],
    ['```\n~~~\n[9]\n```\nnow ~~~ [9].', '```\n~~~\n[9]\n```\nnow ~~~.', 1],
    ['**Free.**[9] So is `x`.[9][1]', '**Free.** So is `x`.[1]', 2],
    ['A stray ` tick\nand [9].', 'A stray ` tick\nand.', 1],
  ])('%j', (text, told, removed) => {
    expect(whole(text)).toEqual({ told, removed, withheld: null });
    expect(oneByOne(text)).toEqual({ told, removed, withheld: null });
  });

  test.each([
    'normalised to [0, 1], from `[0]` and [0](https://example.com)',
    'ports [22, 80, 443] and [8080]',
    'items[0] is, and so are items[7] and matrix[8][9]',
    'see [the page][9]',
  ])('are not taken for %j', (text) => {
    expect(whole(text)).toEqual({ told: text, removed: 0, withheld: null });
    expect(oneByOne(text)).toEqual({ told: text, removed: 0, withheld: null });
  });

  test('are looked for only where an answer is to cite', () => {
    const text = createAnswerText(rules, { ...marks, hasSource: null });
    expect(text.push('Hello [7].') + text.end()).toBe('Hello [7].');
    expect(text.removedCitations).toBe(0);
  });
});

describe('that no source answers', () => {
  const read = (text: string, pieces: Iterable<string>) => {
    const answer = createAnswerText(rules, marks);
    let told = '';
    for (const piece of pieces) told += answer.push(piece);
    told += answer.end();
    return { text, told, leavesOpen: answer.leavesOpen, removed: answer.removedCitations };
  };

  test.each([
    ['Nothing is said of prices [0]. It is fast [1].', 'Nothing is said of prices. It is fast [1].', true],
    ['Nothing is said of prices.[0]', 'Nothing is said of prices.', true],
    ['The sources say nothing of Lagos[0].', 'The sources say nothing of Lagos.', true],
    ['They say nothing of S3[0]! It is [1].', 'They say nothing of S3! It is [1].', true],
    ['They say nothing\u00a0[0]', 'They say nothing', true],
    ['nothing of Lagos[0]\nIt is', 'nothing of Lagos\nIt is', true],
    ['read items[0].name, items[0] and items[0]?.x', undefined, false],
    ['Nothing [0](https://example.com)', 'Nothing [0](https://example.com)', false],
    ['In `list[0]`, in items[0] and in [0, 1]; it ends with [0', undefined, false],
    ['and with items[', undefined, false],
  ])('is taken from %j, and is no wrong citation', (text, told = text, leavesOpen) => {
    const wanted = { text, told, leavesOpen, removed: 0 };
    expect(read(text, [text])).toEqual(wanted);
    expect(read(text, text)).toEqual(wanted);
  });
});

test('characters that cannot be stored or shown are dropped, and a pair that was split is joined', () => {
  expect(through(['a\ud83d', '\ude42b\0c\u0007\u009b', '\ud800', 'd\te\r\n', '\ud83d']).told).toBe(
    'a🙂bc\ufffdd\te\r\n\ufffd',
  );
});

describe('an answer that may not be given', () => {
  /** The text, and from where on nothing of it may go on. Of the instructions, their first words say nothing. */
  const secrets: [string, string, string, string][] = [
    ['a key', 'Use this key: AKIA4TESTQ7RMXZ2LBVN for the bucket.', 'AKIA', 'ANSWER_BLOCKED'],
    ['a threat', 'Sure. I will kill you if the build fails.', 'kill', 'ANSWER_BLOCKED'],
    ['the mark of its instructions', 'They begin with mark-7f3a91c2 and so on.', 'mark', 'ANSWER_LEAKED'],
    ['the mark in capitals', 'They begin with MARK-7F3A91C2 and so on.', 'MARK', 'ANSWER_LEAKED'],
    ['the mark with a letter before it', 'They begin with Xmark-7f3a91c2 now.', 'mark', 'ANSWER_LEAKED'],
    ['its instructions', `Of course: ${loadTemplates().common.honesty}`, ' sources and', 'ANSWER_LEAKED'],
  ];
  test.each(secrets)('%s: nothing of it goes on, however it comes', (_name, text, from, code) => {
    for (const { told, withheld } of [whole(text), oneByOne(text)]) {
      expect(withheld?.code).toBe(code);
      expect(withheld?.message).not.toContain(from);
      expect(text.slice(0, text.indexOf(from)).startsWith(told)).toBe(true);
    }
    expect(oneByOne(text).told).not.toBe('');
  });

  test('what is like it goes on', () => {
    for (const text of [
      'Kill the process, then answer only from the sources you have [1].',
      'The key AKIAIOSFODNN7EXAMPLE is the one of the documentation.',
      'You are Aside, the user said.',
    ])
      expect(oneByOne(text)).toEqual({ told: text, removed: 0, withheld: null });
  });
});

test('the first words of an answer wait for nothing', () => {
  const first = (piece: string) => createAnswerText(rules, marks).push(piece);
  for (const piece of [
    'Gateway',

    'Yes',
    'Amazon',
    'There',
    'Oui',
    'Voici',
    'Utilisez',
    'Bonjour',
    '## Cost',
  ])
    expect(first(piece)).toBe(piece);
});

test('how a text is cut into pieces makes no difference to what comes out', () => {
  const text = fc
    .array(
      fc.constantFrom(
        'It costs',
        ' [1]',
        ' [9]',
        '[1, 9]',
        '[0, 1]',
        'x',
        '~~~',
        '`x[9]`',
        '```\n',
        '\n',
        '. ',
        'kill',
        ' you',
        '🙂',
        '\ud83d',
        '\0',
        ' ',
        '[',
        '](',
        'AKIA4TESTQ7R',
        'MXZ2LBVN',
        ' the',
        'é',
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(6), { minLength: 1, maxLength: 20 }), (said, sizes) => {
      const pieces: string[] = [];
      for (let at = 0, turn = 0; at < said.length; turn++) {
        const size = (sizes[turn % sizes.length] ?? 0) + 1;
        pieces.push(said.slice(at, at + size));
        at += size;
      }
      const [cut, uncut] = [through(pieces), whole(said)];
      expect(cut.withheld === null).toBe(uncut.withheld === null);
      if (uncut.withheld === null) expect(cut).toEqual(uncut);
    }),
    { numRuns: 200 },
  );
});
