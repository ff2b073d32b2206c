import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../test/eval/', import.meta.url));

/** The lines of `test/eval/<name>.jsonl`. How each corpus was made is told in `test/eval/README.md`. */
export function readCorpus<Line>(name: string): Line[] {
  return readFileSync(`${folder}${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
