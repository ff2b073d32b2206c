import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { isTangled } from '../../../client/react/markdown/is-tangled.js';
import { Markdown } from '../../../client/react/markdown/markdown.js';
import { fullAnswer } from '../support/sample-answers.js';

const deepList = (levels: number) =>
  Array.from({ length: levels }, (_, level) => `${'  '.repeat(level)}- x`).join('\n');

describe('an answer that would take the reader of Markdown down', () => {
  it.each([
    ['3,000 quotation marks', '>'.repeat(3_000)],
    ['a list 800 levels deep', deepList(800)],
    ['a list 2,000 levels deep in one line', `${'- '.repeat(2_000)}x`],
    ['numbers 2,000 levels deep in one line', `${'1. '.repeat(2_000)}x`],
    ['quotations of lists', `${'> - '.repeat(400)}x`],
    ['a deep list after code that its quotation ended', `> \`\`\`\n\n${deepList(800)}`],
    ['a deep list after what only looks like code', `\`\`\` \`\n${deepList(800)}`],
    ['3,000 emphases', '*a '.repeat(5_000)],
    ['3,000 emphases over lines', '*a\n'.repeat(5_000)],
    ['emphases in what only looks like a table', `|-|\n${'*a '.repeat(5_000)}`],
    ['marks inside words', 'a_'.repeat(8_000)],
    ['5,000 brackets', '['.repeat(5_000)],
    ['emphases in emphases', `${'*'.repeat(3_000)}a${'*'.repeat(3_000)}`],
  ])('shows as it was written, soon: %s', (_what, text) => {
    const startedAt = performance.now();
    const html = renderToStaticMarkup(<Markdown text={text} partial={false} caret={false} />);
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(html).toContain('as-written');
    expect(html.length).toBeGreaterThan(text.length);
  });

  it.each([
    ['an answer with everything', fullAnswer.text],
    ['a list four levels deep', deepList(4)],
    ['a quotation in a list in a quotation', '> - > x'],
    ['deep code', `\`\`\`yaml\n${deepList(60)}\n\`\`\``],
    ['deep code in a list', `- a\n\n  \`\`\`yaml\n  ${deepList(60).replaceAll('\n', '\n  ')}\n  \`\`\`\n`],
    ['a long table with bold cells', `| a | b |\n|---|---|\n${'| **a** | **b** |\n'.repeat(150)}`],
    ['many paragraphs with marks', '**a** and `b` [1]\n\n'.repeat(400)],
    ['a list with marks in each item', '- **a** and `b` [1]\n'.repeat(400)],
  ])('is not found in %s', (_what, text) => {
    expect(isTangled(text)).toBe(false);
  });
});
