import { Worker } from 'node:worker_threads';
import { DocumentFormatError } from './parse-document.js';
import type { PreparedDocument } from './prepare-document.js';
import type { DocumentSource } from './read-document.js';
import type { ReadingResult } from './reading-thread.js';

export const readingLimits = {
  /** For one document. A thousand pages of text take about ten seconds. */
  documentMs: 30_000,
  /** Of JavaScript objects, in the thread. */
  heapMb: 512,
  /** What the whole process may grow by meanwhile: unpacked data are not in that heap. So a process has one reader at a time. */
  growthMb: 768,
  /** How often its growth is looked at; a PDF unpacks some 25 MB a second. */
  lookMs: 200,
} as const;

export interface DocumentReader {
  /**
   * Reads a document and cuts it into chunks, one at a time. Rejects with a DocumentFormatError also for one that takes
   * more than its time or memory, or breaks its reader; the next is read all the same.
   */
  read(source: DocumentSource): Promise<PreparedDocument>;
  close(): Promise<void>;
}

/**
 * Documents come from strangers, and their formats can be made to loop, to nest without end and to unpack to any size.
 * So they are read in a thread, which can be ended from outside and does not hold up the answers that this process
 * streams. It begins with the first document and is kept for the next.
 */
export function createDocumentReader(
  changes: Partial<Record<keyof typeof readingLimits, number>> = {},
): DocumentReader {
  const limits = { ...readingLimits, ...changes };
  let thread: Worker | undefined;
  const end = async () => {
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  };
  const begin = () => {
    const fresh = new Worker(new URL('./reading-thread.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
      // It has no business with the settings.
      env: {},
    });
    // An error that comes when nobody waits any more must not end the process; the next document has a new thread.
    fresh.on('error', () => undefined);
    fresh.once('exit', () => {
      if (thread === fresh) thread = undefined;
    });
    return fresh;
  };
  return {
    read: async (source) => {
      thread ??= begin();
      const result = await resultOf(thread, source, limits).catch(async (error) => {
        await end();
        throw error;
      });
      if ('prepared' in result) return result.prepared;
      throw new DocumentFormatError(
        'refused' in result ? result.refused : `${source.name}: cannot be read (${result.failed})`,
      );
    },
    close: end,
  };
}

/** What the thread answers; a DocumentFormatError when it takes too long, grows too large or ends. */
function resultOf(
  thread: Worker,
  source: DocumentSource,
  limits: Record<keyof typeof readingLimits, number>,
): Promise<ReadingResult> {
  return new Promise((resolve, reject) => {
    const before = process.memoryUsage.rss();
    const refuse = (problem: string, cause?: unknown) => {
      stop();
      reject(new DocumentFormatError(`${source.name}: ${problem}: split it or save it anew`, { cause }));
    };
    const look = setInterval(() => {
      if (process.memoryUsage.rss() - before > limits.growthMb * 1_024 * 1_024)
        refuse(`takes more than ${limits.growthMb} MB of memory`);
    }, limits.lookMs);
    const deadline = setTimeout(
      () => refuse(`takes more than ${limits.documentMs / 1_000} s to read`),
      limits.documentMs,
    );
    const onMessage = (result: ReadingResult) => {
      stop();
      resolve(result);
    };
    const onError = (error: NodeJS.ErrnoException) =>
      refuse(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `takes more than ${limits.heapMb} MB of memory`
          : `breaks its reader (${error.name})`,
        error,
      );
    const onExit = () => refuse('ends its reader');
    const stop = () => {
      clearInterval(look);
      clearTimeout(deadline);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(source);
  });
}
