import { readFileSync, writeFileSync } from 'node:fs';
import { withConfigurationTable } from './configuration-table.js';

/* `npm run docs`: brings the configuration tables of the documents up to date. */
for (const file of ['README.md', 'docs/configuration.md']) {
  writeFileSync(file, withConfigurationTable(readFileSync(file, 'utf8')));
}
