import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { accessLabels, documentId, knowledgeLimits } from '../../core/contracts/knowledge.js';
import type { Language } from '../../core/domain/message.js';

/** A text of the knowledge base. `slug` and `language` together name it over re-ingestion. */
export interface KnowledgeDocument {
  slug: string;
  title: string;
  /** Where it belongs, from the general to the special: `Cost › Networking › NAT gateways`. */
  path: string;
  language: Language;
  url: string | null;
  /** Only who has all of these may see it; none: everybody. */
  labels: string[];
  /** Questions that it answers, in the words of those who ask. */
  questions: string[];
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
  /** More questions than people ask of one document, each of a line. */
  questions: 40,
  questionCharacters: 200,
} as const;

const line = (max: number) =>
  z
    .string({ error: 'must be text: put quotes around what holds a colon' })
    .min(1, { error: 'is empty' })
    .max(max, { error: 'is too long' });
const frontMatter = z.strictObject({
  id: documentId,
  title: line(knowledgeLimits.titleCharacters),
  path: line(knowledgeLimits.pathCharacters),
  language: z.enum(['en', 'fr'], { error: 'must be en or fr' }),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  labels: accessLabels.default([]),
  questions: z
    .array(line(documentLimits.questionCharacters), { error: 'must be a list' })
    .max(documentLimits.questions, { error: `must be at most ${documentLimits.questions}` })
    .default([]),
});

/** Fields that are lists, in YAML: of one line, or an item a line below the name. */
const LISTS: readonly string[] = ['labels', 'questions'];

/**
 * Reads Markdown that begins with a block of `name: value` lines between two lines of `---`: id, title, path,
 * language and, optionally, url and the lists labels and questions. `file` is named in errors.
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

  const fields: Record<string, unknown> = Object.create(null);
  for (let at = 1; at < end; at++) {
    const text = lines[at] ?? '';
    if (text.trim() === '') continue;
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim();
    if (colon < 1 || name === '')
      throw refuse(`"${text.slice(0, 60)}" in the front matter is not name: value`);
    if (name in fields) throw refuse(`${name} is there twice`);
    const value = text.slice(colon + 1).trim();
    if (!LISTS.includes(name)) {
      fields[name] = unquote(value);
      continue;
    }
    const items = [value];
    while (at + 1 < end && /^(?:\s|-\s|$)/.test(lines[at + 1] ?? '')) items.push(lines[++at] ?? '');
    fields[name] = readList(items.join('\n'), (cause) => refuse(`${name} is not a list in YAML`, cause));
  }

  const parsed = frontMatter.safeParse({ ...fields });
  if (!parsed.success) throw refuse(describe(parsed.error, fields), parsed.error);
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (body === '') throw refuse('body is empty');
  const { id, url, ...rest } = parsed.data;
  return { slug: id, url: url ?? null, ...rest, body };
}

/** Every item as the text that it is: `- 2025` and `- yes` are words too. */
function readList(yaml: string, refuse: (cause: unknown) => Error): unknown {
  try {
    return parseYaml(yaml, { schema: 'failsafe', maxAliasCount: 0 });
  } catch (cause) {
    throw refuse(cause);
  }
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value;
}

function describe(error: z.ZodError, fields: Record<string, unknown>): string {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') return `${issue.keys[0]} is not a field of the front matter`;
  const name = String(issue?.path[0]);
  return name in fields ? `${name} ${issue?.message}` : `${name} is missing`;
}
