import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, sep } from 'node:path';
import type { DataSource } from 'typeorm';
import { knowledgeLimits } from '../../core/contracts/knowledge.js';
import { createDocumentReader, type DocumentReader } from './document-reader.js';
import { type FoundFile, findFiles } from './find-files.js';
import { DOCUMENTS_AT_ONCE, type IngestOutcome, ingestPrepared, keyOf } from './ingest.js';
import { DocumentFormatError } from './parse-document.js';
import type { PreparedDocument } from './prepare-document.js';

/** What became of a file. `problem` names the file and says what to do. */
export type FileOutcome =
  | { file: string; outcome: IngestOutcome }
  | { file: string; outcome: 'refused'; problem: string };

/** `skipped`: it is of a kind that is not read. */
export type ToldFile = FileOutcome | { file: string; outcome: 'skipped' };

/**
 * Every document under the folder, a batch at a time. A file that cannot be read keeps nobody back. Documents whose file
 * is gone stay: others may have put them there.
 *
 * @param tell is called with each file once it is known what became of it: first those that are skipped, and then in the
 * order that is returned
 */
export async function ingestFolder(
  db: DataSource,
  folder: string,
  tell: (file: ToldFile) => void = () => undefined,
): Promise<FileOutcome[]> {
  const files = await findFiles(folder, (file) => tell({ file, outcome: 'skipped' }));
  const reader = createDocumentReader();
  const seen = new Map<string, string>();
  const outcomes: FileOutcome[] = [];
  try {
    for (let at = 0; at < files.length; at += DOCUMENTS_AT_ONCE) {
      const batch = files.slice(at, at + DOCUMENTS_AT_ONCE);
      const read: (PreparedDocument | { problem: string })[] = [];
      for (const file of batch) read.push(await prepareFile(reader, file, seen));
      const prepared = read.filter((result) => 'hash' in result);
      const written = (await ingestPrepared(db, prepared)).values();
      for (const [index, result] of read.entries()) {
        const file = batch[index]?.file ?? '';
        const outcome: FileOutcome =
          'problem' in result
            ? { file, outcome: 'refused', problem: result.problem }
            : { file, outcome: written.next().value ?? 'unchanged' };
        outcomes.push(outcome);
        tell(outcome);
      }
    }
  } finally {
    await reader.close();
  }
  return outcomes;
}

async function prepareFile(
  reader: DocumentReader,
  found: FoundFile,
  seen: Map<string, string>,
): Promise<PreparedDocument | { problem: string }> {
  const { file, format } = found;
  if ('problem' in found) return { problem: `${file}: ${found.problem}` };
  try {
    const bytes = await readFile(found.path);
    const prepared = await reader.read({ name: file, format, bytes, given: {}, otherwise: namesOf(file) });
    const other = seen.get(keyOf(prepared.document));
    if (other) return { problem: `${file}: id ${prepared.document.slug} is already that of ${other}` };
    seen.set(keyOf(prepared.document), file);
    return prepared;
  } catch (error) {
    if (error instanceof DocumentFormatError) return { problem: error.message };
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { problem: `${file}: cannot be read (${code})` };
  }
}

/** What a file is called that does not say so itself: its id is its path, and it belongs where its folders say. */
function namesOf(file: string): { slug: string; title: string; path?: string } {
  const folders = dirname(file);
  const stem = file.slice(0, file.length - extname(file).length);
  return {
    slug: slugOf(stem),
    title: basename(stem),
    ...(folders === '.' ? {} : { path: folders.split(sep).join(' › ') }),
  };
}

/** Lower case words of a to z and digits, joined by hyphens: what an id is made of. */
function slugOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .match(/[a-z0-9]+/g);
  const slug = (words ?? ['document']).join('-').slice(0, knowledgeLimits.idCharacters);
  return slug.endsWith('-') ? slug.slice(0, -1) : slug;
}
