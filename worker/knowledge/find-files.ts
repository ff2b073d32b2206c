import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type DocumentFormat, knowledgeLimits } from '../../core/contracts/knowledge.js';
import { DocumentFormatError } from './parse-document.js';

/** Files of one folder with its folders; more are several folders. */
export const MAX_FILES = 10_000;

const formats: Record<string, DocumentFormat> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.txt': 'text',
  '.pdf': 'pdf',
};

export type FoundFile =
  /** `file` is its path below the folder. */
  { file: string; format: DocumentFormat } & ({ path: string } | { problem: string });

/**
 * The documents under a folder, in order of their names; `onOther` is told of files of other kinds. A link is followed to a
 * file inside the folder only, and what is too large is not given to be read.
 */
export async function findFiles(folder: string, onOther: (file: string) => void): Promise<FoundFile[]> {
  const root = await realpath(folder);
  const found: FoundFile[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      // What begins with a dot belongs to a tool or a system, not to a reader.
      if (entry.name.startsWith('.')) continue;
      const file = join(below, entry.name);
      if (entry.isDirectory()) {
        await walk(file);
        continue;
      }
      const format = formats[extname(entry.name).toLowerCase()];
      if (!(entry.isFile() || entry.isSymbolicLink())) continue;
      if (!format) {
        onOther(file);
        continue;
      }
      if (found.length === MAX_FILES)
        throw new DocumentFormatError(
          `${folder}: holds over ${MAX_FILES} documents: add its folders one by one`,
        );
      found.push({ file, format, ...(await placeOf(root, file)) });
    }
  };
  await walk('');
  return found;
}

async function placeOf(root: string, file: string): Promise<{ path: string } | { problem: string }> {
  try {
    const path = await realpath(join(root, file));
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
      return { problem: 'is a link that leads out of the folder' };
    const about = await stat(path);
    if (!about.isFile()) return { problem: 'is a link, but not to a file' };
    if (about.size > knowledgeLimits.documentBytes)
      return { problem: `is over ${knowledgeLimits.documentBytes} bytes: split it` };
    return { path };
  } catch (error) {
    return { problem: `cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}
