import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { checkData, readData } from '../../core/data-file.js';
import { answerTemplate, commonTemplate, digestTemplate, type PromptTemplates } from './templates.js';

/** The shipped templates. Throws one sentence that names the file, and the field that is wrong. */
export function loadTemplates(folder = new URL('./templates/', import.meta.url)): PromptTemplates {
  const answers = new URL('answers/', folder);
  const files = readdirSync(answers).filter((file) => file.endsWith('.yaml'));
  return {
    common: read(new URL('common.yaml', folder), commonTemplate),
    answers: Object.fromEntries(
      files.sort().map((file) => [file.replace('.yaml', ''), read(new URL(file, answers), answerTemplate)]),
    ),
    title: read(new URL('title.yaml', folder), digestTemplate),
    summary: read(new URL('summary.yaml', folder), digestTemplate),
  };
}

function read<Schema extends z.ZodType>(file: URL, schema: Schema): z.output<Schema> {
  return checkData(readData(file), schema, fileURLToPath(file));
}
