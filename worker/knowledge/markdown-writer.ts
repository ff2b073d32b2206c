import { plainLines } from './plain-lines.js';

/** Puts Markdown together from the elements of a page, in the order they open and close. */
export interface MarkdownWriter {
  /** White space is one blank, except in code. */
  text(text: string): void;
  /** As it is: it stands for an element inside a line. Nothing inside code. */
  mark(mark: string): void;
  endBlock(): void;
  openHeading(level: number): void;
  openList(ordered: boolean): void;
  closeList(): void;
  openItem(): void;
  closeItem(): void;
  openTable(): void;
  closeTable(): void;
  openRow(): void;
  closeRow(): void;
  openCell(): void;
  closeCell(): void;
  openCode(): void;
  closeCode(): void;
  end(): string;
}

/** Lists inside each other beyond this are indented no further. */
export const MAX_NESTING = 8;

export function createMarkdownWriter(): MarkdownWriter {
  /** Blocks, each with what joins it to the one before. */
  const blocks: string[] = [];
  /** What the last block was: items of a list and rows of a table follow each other without a blank line. */
  let last: 'block' | 'item' | 'row' = 'block';
  let line = '';
  let prefix = '';
  let kind: 'block' | 'item' = 'block';
  const lists: { ordered: boolean; items: number }[] = [];
  let tables = 0;
  let row: string[] | null = null;
  let inCell = false;
  let code: string | null = null;

  const push = (text: string, as: typeof last) => {
    if (blocks.length > 0) blocks.push(as !== 'block' && as === last ? '\n' : '\n\n');
    blocks.push(text);
    last = as;
  };
  const endBlock = () => {
    if (inCell) {
      // All of a cell is one line.
      line += ' ';
      return;
    }
    const text = tidy(line);
    line = '';
    if (text === '') return;
    push(prefix === '' ? plainLines(text) : prefix + text, kind);
    prefix = '';
    kind = 'block';
  };
  const begin = (as: 'block' | 'item', mark: string) => {
    endBlock();
    if (inCell) return;
    kind = as;
    prefix = mark;
  };
  const endCell = () => {
    if (!inCell) return;
    row?.push(tidy(line).replaceAll('|', '\\|'));
    line = '';
    inCell = false;
  };
  const endRow = () => {
    endCell();
    if (row?.some((cell) => cell !== '')) push(`| ${row.join(' | ')} |`, 'row');
    row = null;
  };

  return {
    text: (text) => {
      if (code !== null) code += text;
      else line += text;
    },
    mark: (mark) => {
      if (code === null) line += mark;
    },
    endBlock,
    openHeading: (level) => begin('block', `${'#'.repeat(level)} `),
    openList: (ordered) => {
      endBlock();
      lists.push({ ordered, items: 0 });
    },
    closeList: () => {
      endBlock();
      lists.pop();
    },
    openItem: () => {
      const list = lists.at(-1);
      if (list) list.items++;
      const depth = Math.min(Math.max(0, lists.length - 1), MAX_NESTING);
      begin('item', '  '.repeat(depth) + (list?.ordered ? `${list.items}. ` : '- '));
    },
    closeItem: () => {
      endBlock();
      if (inCell) return;
      // An item without words leaves nothing behind.
      prefix = '';
      kind = 'block';
    },
    openTable: () => {
      endBlock();
      tables++;
    },
    closeTable: () => {
      if (tables === 1) endRow();
      tables = Math.max(0, tables - 1);
    },
    // A table inside a cell is words of that cell.
    openRow: () => {
      if (tables !== 1) return;
      endRow();
      endBlock();
      row = [];
    },
    closeRow: () => {
      if (tables === 1) endRow();
    },
    openCell: () => {
      if (tables !== 1 || row === null) return;
      endCell();
      inCell = true;
    },
    closeCell: () => {
      if (tables === 1) endCell();
      else endBlock();
    },
    openCode: () => {
      endBlock();
      if (!inCell) code = '';
    },
    closeCode: () => {
      if (code === null) return;
      const text = code.replace(/^\n/, '').trimEnd();
      code = null;
      if (text.trim() === '') return;
      const fence = text.includes('```') ? '~~~' : '```';
      push(`${fence}\n${text.replaceAll('~~~', '~ ~ ~')}\n${fence}`, 'block');
    },
    end: () => {
      endRow();
      endBlock();
      return blocks.join('');
    },
  };
}

/** One line, and no code mark around nothing. */
function tidy(line: string): string {
  return line.replace(/\s+/g, ' ').replaceAll('``', '').trim();
}
