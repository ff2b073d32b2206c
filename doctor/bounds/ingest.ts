import { knowledgeLimits } from '../../core/contracts/knowledge.js';
import { uploadLimits } from '../../core/store/knowledge-uploads.js';
import { readingLimits } from '../../worker/knowledge/document-reader.js';
import { MAX_FILES } from '../../worker/knowledge/find-files.js';
import { MAX_NESTING } from '../../worker/knowledge/markdown-writer.js';
import { MAX_HEADING_CHARACTERS } from '../../worker/knowledge/pdf-lines.js';
import { CHARSET_BYTES } from '../../worker/knowledge/read-document.js';
import { MAX_PDF_PAGES } from '../../worker/knowledge/read-pdf.js';
import { uploadsInARun } from '../../worker/knowledge/read-uploads.js';
import { type Bound, boundsOf } from './bound.js';

/** What may be put into the knowledge base, and what reading it may take. */
export const ingestBounds: readonly Bound[] = [
  ...boundsOf('core/contracts/knowledge.ts', 'knowledgeLimits', knowledgeLimits, {
    idCharacters: ['size', 'characters', 'the id of a document', 'A path of several folders.'],
    titleCharacters: ['size', 'characters', 'the title of a document', 'One line of a source card.'],
    pathCharacters: ['size', 'characters', 'the path of a document', 'One or two lines of a source card.'],
    urlCharacters: ['size', 'characters', 'the address of a document', 'What browsers and proxies take.'],
    labelCharacters: ['size', 'characters', 'an access label', 'The name of a group in a directory.'],
    labelsOfDocument: [
      'count',
      'pieces',
      'access labels of a document',
      'Who sees it has all of them: more than a few are a mistake.',
    ],
    labelsOfPerson: [
      'count',
      'pieces',
      'access labels that are read from a token',
      'A token of 8 KB has room for about as many; those beyond open nothing.',
    ],
    documentBytes: [
      'size',
      'bytes',
      'a document as it is sent, or as a file',
      'A book with pictures; text alone has a tenth of it.',
    ],
    bodyBytes: [
      'size',
      'bytes',
      'the body of an upload',
      'The largest document as base64, which is a third longer, and its fields.',
    ],
  }),
  ...boundsOf('core/store/knowledge-uploads.ts', 'uploadLimits', uploadLimits, {
    waiting: ['queue', 'pieces', 'uploads that wait to be read', 'A gigabyte of Postgres at the most.'],
    waitingRetrySeconds: [
      'retry',
      's',
      'after which an upload that found no room may be sent again',
      'A worker reads several in that time.',
    ],
    holdSeconds: [
      'timer',
      's',
      'a worker has an upload before another may take it',
      'Twice the time that reading one may take.',
    ],
    attempts: [
      'retry',
      'attempts',
      'at an upload',
      'What three workers died of, if they did, is not given to a fourth.',
    ],
  }),
  ...boundsOf('worker/knowledge/read-uploads.ts', 'uploadsInARun', uploadsInARun, {
    batch: ['count', 'pieces', 'uploads read at a time', 'Each may take a thread all its time.'],
    rounds: [
      'count',
      'pieces',
      'uploads that one job reads',
      'Other jobs of the queue have their turn; the next goes on.',
    ],
  }),
  ...boundsOf('worker/knowledge/document-reader.ts', 'readingLimits', readingLimits, {
    documentMs: [
      'timer',
      'ms',
      'reading one document, before its thread is ended',
      'A page of text takes a few milliseconds, and a thousand pages are the most.',
    ],
    heapMb: [
      'size',
      'pieces',
      'megabytes of the heap of the thread that reads documents',
      'Fifty times the largest document.',
    ],
    growthMb: [
      'size',
      'pieces',
      'megabytes that the process may grow by while a document is read',
      'A PDF can unpack to a thousand times its size; that is not in the heap.',
    ],
    lookMs: [
      'timer',
      'ms',
      'between two looks at that growth',
      'Some 25 MB were unpacked a second: a look sees it in time.',
    ],
  }),
  ...boundsOf(
    'worker/knowledge/find-files.ts',
    '',
    { MAX_FILES },
    { MAX_FILES: ['count', 'pieces', 'documents of one folder', 'More are added folder by folder.'] },
  ),
  ...boundsOf(
    'worker/knowledge/read-pdf.ts',
    '',
    { MAX_PDF_PAGES },
    {
      MAX_PDF_PAGES: [
        'count',
        'pieces',
        'pages of a PDF',
        'A long book; its text has to fit a document too.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/pdf-lines.ts',
    '',
    { MAX_HEADING_CHARACTERS },
    {
      MAX_HEADING_CHARACTERS: [
        'size',
        'characters',
        'a line in large letters that is taken for a heading',
        'What is longer is a sentence.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/markdown-writer.ts',
    '',
    { MAX_NESTING },
    {
      MAX_NESTING: ['size', 'levels', 'by which a list of a page is indented', 'Nobody reads deeper ones.'],
    },
  ),
  ...boundsOf(
    'worker/knowledge/read-document.ts',
    '',
    { CHARSET_BYTES },
    {
      CHARSET_BYTES: [
        'size',
        'bytes',
        'of a page that are searched for its charset',
        'As browsers do (HTML, 13.2.3.2).',
      ],
    },
  ),
];
