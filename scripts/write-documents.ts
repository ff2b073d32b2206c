import { readFileSync, writeFileSync } from 'node:fs';
import { withBoundsTable } from './bounds-table.js';
import { withConfigurationTable } from './configuration-table.js';

/* `npm run docs`: brings the tables of the documents up to date with the code. */
for (const file of ['README.md', 'docs/configuration.md']) rewrite(file, withConfigurationTable);
rewrite('docs/bounds.md', withBoundsTable);

function rewrite(file: string, bringUpToDate: (document: string) => string): void {
  writeFileSync(file, bringUpToDate(readFileSync(file, 'utf8')));
}
