import { z } from 'zod';
import type { Language } from '../../core/domain/message.js';

/** A text of the knowledge base. `slug` and `language` together name it over re-ingestion. */
export interface KnowledgeDocument {
  slug: string;
  title: string;
  /** Where it belongs, from the general to the special: `Cost › Networking › NAT gateways`. */
  path: string;
  language: Language;
  url: string | null;
  /** Markdown, without the front matter. */
  body: string;
}

/** The file is not what the knowledge base takes. Its message names the file and the field. */
export class DocumentFormatError extends Error {
  override readonly name = 'DocumentFormatError';
}

export const documentLimits = {
  /** A book has as many; what is longer is no document but a dump, and should be cut by its author. */
  characters: 1_000_000,
  /** One line of a page or a source card. */
  titleCharacters: 200,
  pathCharacters: 300,
} as const;

const line = (max: number) => z.string().min(1, { error: 'is empty' }).max(max, { error: 'is too long' });
const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'must be lower case words joined by hyphens' }),
  title: line(documentLimits.titleCharacters),
  path: line(documentLimits.pathCharacters),
  language: z.enum(['en', 'fr'], { error: 'must be en or fr' }),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
});

/**
 * Reads Markdown that begins with a block of `name: value` lines between two lines of `---`: id, title, path,
 * language and, optionally, url. `file` is named in errors.
 */
export function parseDocument(markdown: string, file = 'document'): KnowledgeDocument {
  const refuse = (problem: string, cause?: unknown) =>
    new DocumentFormatError(`${file}: ${problem}`, { cause });
  if (markdown.length > documentLimits.characters)
    throw refuse(`is over ${documentLimits.characters} characters`);
  if (markdown.includes('\0') || !markdown.isWellFormed()) throw refuse('holds characters that are not text');

  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (lines[0]?.trimEnd() !== '---') throw refuse('must begin with front matter between two lines of ---');
  const end = lines.findIndex((text, index) => index > 0 && text.trimEnd() === '---');
  if (end === -1) throw refuse('the front matter has no closing line of ---');

  const fields: Record<string, string> = Object.create(null);
  for (const text of lines.slice(1, end)) {
    if (text.trim() === '') continue;
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim();
    if (colon < 1 || name === '')
      throw refuse(`"${text.slice(0, 60)}" in the front matter is not name: value`);
    if (name in fields) throw refuse(`${name} is there twice`);
    fields[name] = unquote(text.slice(colon + 1).trim());
  }

  const parsed = frontMatter.safeParse({ ...fields });
  if (!parsed.success) throw refuse(describe(parsed.error, fields), parsed.error);
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (body === '') throw refuse('body is empty');
  const { id, title, path, language, url } = parsed.data;
  return { slug: id, title, path, language, url: url ?? null, body };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value;
}

function describe(error: z.ZodError, fields: Record<string, string>): string {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') return `${issue.keys[0]} is not a field of the front matter`;
  const name = String(issue?.path[0]);
  return name in fields ? `${name} ${issue?.message}` : `${name} is missing`;
}
