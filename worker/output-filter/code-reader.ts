/**
 * Whether a text that comes character by character is code: between backticks, or in a fence of backticks or tildes.
 * Code within a line ends with the line at the latest.
 */
export interface CodeReader {
  /** Of this character, where it opens or closes code too. */
  isCode(character: string): boolean;
  /** Characters come that mean nothing here: no backticks, tildes, blanks or marks of a quotation. */
  skip(): void;
}

/** Signs in a row that open a fence. */
const FENCE = 3;
const none = { sign: '', length: 0 } as const;

export function createCodeReader(): CodeReader {
  /** The signs that opened the code, and how many; none outside. */
  let open: { sign: string; length: number } = none;
  /** The row of signs that is being read. */
  let row: { sign: string; length: number } = none;
  /** Nothing but blanks and marks of a quotation so far. */
  let beginsLine = true;

  const endRow = () => {
    const { sign, length } = row;
    row = none;
    if (length === 0 || (sign === '~' && length < FENCE)) return;
    if (open.length === 0) open = { sign, length };
    else if (open.sign !== sign) return;
    else if (length === open.length || (open.length >= FENCE && length >= FENCE)) open = none;
  };
  const isSign = (character: string) =>
    character === '`' || (character === '~' && (beginsLine || row.sign === '~'));

  return {
    isCode: (character) => {
      if (isSign(character)) {
        if (row.sign !== character) endRow();
        row = { sign: character, length: row.length + 1 };
        beginsLine = false;
        return true;
      }
      endRow();
      if (character === '\n') {
        beginsLine = true;
        if (open.length < FENCE) open = none;
      } else if (!/[\s>]/.test(character)) beginsLine = false;
      return open.length > 0;
    },
    skip: () => {
      endRow();
      beginsLine = false;
    },
  };
}
