import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../../core/config.js';
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

/** The path is that of the image too, where a file may be replaced. */
function read<Schema extends z.ZodType>(file: URL, schema: Schema): z.output<Schema> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new ConfigError(`${fileURLToPath(file)} cannot be read: ${line?.replace(/:$/, '')}.`);
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new ConfigError(`${fileURLToPath(file)} is not valid: ${place}${issue?.message}.`);
}
