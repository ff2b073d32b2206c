import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileData } from '../core/data-file.js';
import { compileIntents } from '../worker/intent/load-intents.js';

/* Part of the build, when the programs are compiled: what takes long to read or to train on is done once. */
for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.yaml')) compileData(pathToFileURL(join('dist', file)));
compileIntents();
