import { widgetLimits } from '../../core/limits.js';

/**
 * Whether a text is nested so deeply, or is so full of marks, that reading it as Markdown would take seconds or
 * overflow the stack: the reader calls itself for each level, and looks for the partner of each mark. Linear in
 * the text. Code between fences does not count.
 */
export function isTangled(text: string): boolean {
  let fence: { marks: string; start: number; quotes: number } | null = null;
  let inTable = false;
  let marks = 0;
  for (const line of text.split('\n')) {
    const { depth, start, room, quotes } = beginningOf(line);
    const own = line.slice(start);
    if (fence) {
      // A quotation or list item that ends takes its code with it.
      const isInside: boolean = quotes >= fence.quotes && (own === '' || room >= fence.start);
      if (!isInside || own.startsWith(fence.marks)) fence = null;
      if (isInside) continue;
    }
    if (depth > widgetLimits.depth) return true;
    const opening = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(own)?.[0];
    if (opening !== undefined && (depth > 0 || start < 4)) {
      fence = { marks: opening, start, quotes };
      continue;
    }
    if (own === '' || depth > 0) {
      inTable = false;
      marks = 0;
    }
    if (/^[|:\- \t]*\|[|:\- \t]*$/.test(own) && own.includes('-')) inTable = true;
    marks += marksIn(own);
    if (marks > (inTable ? widgetLimits.tableMarks : widgetLimits.marks)) return true;
  }
  return false;
}

/**
 * How deep the list and quotation marks at a line's beginning go, how many are of quotations, where the first that
 * is of a list stands (or the text), and where the line's own text starts.
 */
function beginningOf(line: string): { depth: number; quotes: number; room: number; start: number } {
  let quotes = 0;
  let room: number | null = null;
  let at = 0;
  let columns = 0;
  let marks = 0;
  for (; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === ' ') columns += 1;
    else if (char === '\t') columns += 4;
    else {
      const mark = /^(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/.exec(line.slice(at, at + 12))?.[0];
      if (mark === undefined) break;
      marks++;
      if (mark === '>') quotes++;
      else room ??= at;
      at += mark.length - 1;
    }
  }
  // A list's items stand two columns or more further in than the list around them.
  const depth = marks === 0 ? 0 : marks + Math.floor(columns / 2);
  return { depth, quotes, room: room ?? at, start: at };
}

function marksIn(text: string): number {
  let count = 0;
  for (const char of text) if ('*_~[!`'.includes(char)) count++;
  return count;
}
