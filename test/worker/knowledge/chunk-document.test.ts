import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../dev/random.js';
import { chunkDocument, MAX_CHUNK_CHARACTERS } from '../../../worker/knowledge/chunk-document.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { splitSentences } from '../../../worker/knowledge/sentences.js';

const chunk = (body: string, title = 'T') => chunkDocument({ title, body, language: 'en' });
const bare = (text: string) => text.replace(/\s+/g, '');
const withoutHeadings = (text: string) => text.replace(/^#{1,6}\s.*$/gm, '');

const folder = join('dev', 'knowledge');
const documents = (readdirSync(folder, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.md'))
  .map((file) => parseDocument(readFileSync(join(folder, file), 'utf8'), file));

describe('chunks', () => {
  test('follow the headings, and know those above them', () => {
    const body = `# T\n\nIntro.\n\n## A\n\nOne.\n\n### B\n\nTwo\nlines.\n\n## C\n\n- x\n- y\n`;
    expect(chunk(body)).toEqual([
      { ordinal: 0, heading: '', body: 'Intro.', language: 'en' },
      { ordinal: 1, heading: 'A', body: 'One.', language: 'en' },
      { ordinal: 2, heading: 'A › B', body: 'Two lines.', language: 'en' },
      { ordinal: 3, heading: 'C', body: '- x\n- y', language: 'en' },
    ]);
  });

  test('have a language of their own where it is sure, and otherwise that of their document', () => {
    const french =
      'La passerelle est facturée à l’heure, et le volume qui la traverse est facturé avec elle.';
    const english = 'The gateway is billed by the hour, and the data that goes through it is billed as well.';
    const body = `## Prix\n\n${french}\n\n## Price\n\n${english}\n\n## Code\n\n\`\`\`sh\nwhere is the file that we had\n\`\`\`\n\nnat-gateway-1`;
    const languages = (language: 'en' | 'fr') =>
      chunkDocument({ title: 'T', body, language }).map((part) => part.language);
    expect(languages('en')).toEqual(['fr', 'en', 'en']);
    expect(languages('fr')).toEqual(['fr', 'en', 'fr']);
  });

  test('a heading inside code is code, and short code is never parted', () => {
    const code = `\`\`\`sh\n# not a heading\n${'echo 1\n'.repeat(60)}\`\`\``;
    const chunks = chunk(`# T\n\n${'A sentence. '.repeat(80)}\n\n${code}\n\nAfter.`);
    expect(chunks.every((part) => part.heading === '')).toBe(true);
    expect(chunks.some((part) => part.body.includes(code))).toBe(true);
  });

  test('of the sample documents lose nothing, stay within bounds and end where a sentence ends', () => {
    expect(documents.length).toBeGreaterThan(40);
    for (const document of documents) {
      const chunks = chunkDocument(document);
      expect(chunks.every((part) => part.language === document.language)).toBe(true);
      expect(chunks.map((part) => part.ordinal)).toEqual(chunks.map((_, at) => at));
      expect(bare(chunks.map((part) => part.body).join(''))).toBe(bare(withoutHeadings(document.body)));
      for (const part of chunks) {
        expect(part.body.length).toBeLessThanOrEqual(MAX_CHUNK_CHARACTERS);
        expect(part.body).toMatch(/[.!?:|)»"]$/);
      }
    }
  });

  test('of any text lose nothing and stay within bounds', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const piece = () =>
        random.pick([
          'Short. ',
          'A sentence that goes on for a while, e.g. about N. Virginia, and ends here. ',
          '\n\n',
          '\n- item one.\n- item two',
          '\n## Heading\n',
          '\n| a | b |\n| 1 | 2 |\n',
          `${'word '.repeat(random.between(0, 701))}. `,
          'x'.repeat(random.between(0, 4_001)),
          '😀'.repeat(random.between(0, 1_501)),
          '\n```\ncode line\n\n  more\n```\n',
        ]);
      const body = Array.from({ length: random.between(0, 26) + 1 }, piece).join('');
      const chunks = chunk(body);
      expect(bare(chunks.map((part) => part.body).join(''))).toBe(bare(withoutHeadings(body)));
      for (const part of chunks) {
        expect(part.body.length).toBeLessThanOrEqual(MAX_CHUNK_CHARACTERS);
        expect(part.body.trim()).not.toBe('');
        expect(part.body.isWellFormed()).toBe(true);
      }
    }
  });

  test('no sentence is parted that fits a chunk', () => {
    const sentences = Array.from(
      { length: 60 },
      (_, at) => `Sentence ${at} has ${'many '.repeat(at % 9)}words.`,
    );
    const bodies = chunk(sentences.join(' ')).map((part) => part.body);
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.flatMap((body) => splitSentences(body).map((text) => text.trim()))).toEqual(sentences);
  });
});

describe('sentences', () => {
  test.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['It costs 0.05 USD, e.g. In N. Virginia. Next.', ['It costs 0.05 USD, e.g. In N. Virginia.', 'Next.']],
    ['Combien ? Beaucoup ! Oui.', ['Combien ?', 'Beaucoup !', 'Oui.']],
    ['no end', ['no end']],
  ])('%s', (text, expected) => {
    const sentences = splitSentences(text);
    expect(sentences.join('')).toBe(text);
    expect(sentences.map((sentence) => sentence.trim())).toEqual(expected);
  });
});
