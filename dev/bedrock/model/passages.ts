import { familiesOf } from './families.js';
import { detectLanguage, type Language } from './language.js';
import type { Source } from './prompt.js';
import { conceptsOf } from './terms.js';

export interface Passage {
  source: Source;
  language: Language;
  /** Nearest heading above it; before the first, the end of the source's path. */
  heading: string;
  /** Place in its source, and number of its section there. */
  position: number;
  section: number;
  isListItem: boolean;
  /** One whole sentence, or one whole list item, as written. */
  text: string;
  words: number;
  concepts: Set<string>;
  families: Set<number>;
}

/** What is longer is no sentence that anyone would quote. */
const MAX_WORDS = 120;

/** Cuts a source's Markdown into what can be quoted alone: sentences, list items, table rows. Code is left out. */
export function readPassages(source: Source): Passage[] {
  const language = detectLanguage(`${source.title}. ${source.text}`) ?? 'en';
  const passages: Passage[] = [];
  // A piece of a document has the headings above it at the end of its path.
  let heading = source.path.split(' › ').at(-1) ?? '';
  let section = 0;
  const push = (text: string, isListItem: boolean) => {
    const words = text.split(/\s+/).length;
    if (words < 3 || words > MAX_WORDS || text.endsWith(':')) return;
    const position = passages.length;
    passages.push({
      source,
      language,
      heading,
      position,
      section,
      isListItem,
      text,
      words,
      concepts: conceptsOf(text),
      families: familiesOf(text),
    });
  };
  for (const block of readBlocks(source.text)) {
    if (block.kind === 'heading') {
      heading = block.text;
      section += 1;
    } else if (block.kind === 'item') push(block.text, true);
    else for (const sentence of splitSentences(block.text)) push(sentence, false);
  }
  return passages;
}

interface Block {
  kind: 'heading' | 'item' | 'paragraph';
  text: string;
}

function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let inCode = false;
  let columns: string[] | null = null;
  for (const raw of markdown.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('```')) inCode = !inCode;
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const item = /^(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line);
    // Code and raw HTML are not sentences.
    if (inCode || line === '' || line.startsWith('```') || line.startsWith('<')) open = null;
    else if (line.startsWith('|')) {
      const cells = line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim());
      if (columns && !/^[-: |]+$/.test(line)) blocks.push({ kind: 'item', text: tableRow(columns, cells) });
      columns ??= cells;
      continue;
    } else if (heading?.[1]) {
      blocks.push({ kind: 'heading', text: heading[1] });
      open = null;
    } else if (item?.[1]) {
      open = { kind: 'item', text: item[1] };
      blocks.push(open);
    } else if (open) open.text += ` ${line}`;
    else {
      open = { kind: 'paragraph', text: line };
      blocks.push(open);
    }
    columns = null;
  }
  return blocks;
}

/** "gp3: Price per GB $0.088, IOPS 3,000." */
function tableRow(columns: string[], cells: string[]): string {
  const rest = cells.slice(1).map((cell, index) => `${columns[index + 1] ?? ''} ${cell}`.trim());
  return `${cells[0] ?? ''}: ${rest.join(', ')}.`;
}

const abbreviation = /(?:\b(?:e\.g|i\.e|vs|etc|approx|no|p\. ex|ex|env|cf|St|Mr|Dr|art|fig)|\b[A-Z])\.$/;

export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of paragraph.matchAll(/[.!?…]["»”)]*\s+(?=["«“(`*_]*[\p{Lu}\d])/gu)) {
    const end = match.index + match[0].trimEnd().length;
    const sentence = paragraph.slice(start, end);
    if (abbreviation.test(sentence)) continue;
    sentences.push(sentence.trim());
    start = end;
  }
  const rest = paragraph.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}
