import { knowledgeBaseLimits } from '../../worker/knowledge/bedrock/limits.js';
import { MAX_CHUNK_CHARACTERS } from '../../worker/knowledge/chunk-document.js';
import { DOCUMENTS_AT_ONCE, INGEST_CONNECTIONS } from '../../worker/knowledge/ingest.js';
import { documentLimits } from '../../worker/knowledge/parse-document.js';
import { CHUNKS_PER_DOCUMENT } from '../../worker/knowledge/search.js';
import { CANDIDATES } from '../../worker/knowledge/search-sql.js';
import { MAX_CONCEPTS, MAX_QUESTION_CHARACTERS } from '../../worker/knowledge/search-terms.js';
import { MAX_CLAIM_CHARACTERS, MAX_CLAIMS, MAX_QUOTE_CHARACTERS } from '../../worker/knowledge/sources.js';
import { MAX_COUNTED } from '../../worker/knowledge/text-counts.js';
import { vectorLimits } from '../../worker/knowledge/vectors/limits.js';
import { defaultBudget } from '../../worker/prompt/compose-prompt.js';
import { MAX_EXCHANGES } from '../../worker/prompt/history.js';
import { MAX_DIGEST_TOKENS } from '../../worker/prompt/templates.js';
import { MAX_SOURCES } from '../../worker/turn/run-turn.js';
import { type Bound, boundsOf } from './bound.js';

/** What a document and a prompt may hold. */
export const knowledgeBounds: readonly Bound[] = [
  ...boundsOf('worker/knowledge/parse-document.ts', 'documentLimits', documentLimits, {
    characters: [
      'size',
      'characters',
      'a document',
      'A book has as many; what is longer should be cut by its author.',
    ],
    questions: [
      'count',
      'pieces',
      'questions that a document says it answers',
      'Each of its sections, asked in a few ways. Not measured.',
    ],
    questionCharacters: ['size', 'characters', 'such a question', 'One long sentence.'],
  }),
  ...boundsOf(
    'worker/knowledge/chunk-document.ts',
    '',
    { MAX_CHUNK_CHARACTERS },
    {
      MAX_CHUNK_CHARACTERS: [
        'size',
        'characters',
        'a chunk of a document',
        'About 300 tokens: large enough to stand alone, small enough that five fit a prompt.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/ingest.ts',
    '',
    { DOCUMENTS_AT_ONCE, INGEST_CONNECTIONS },
    {
      DOCUMENTS_AT_ONCE: [
        'queue',
        'pieces',
        'documents written in one transaction',
        'Fewer commits than one each; a break costs fifty at most. Not measured.',
      ],
      INGEST_CONNECTIONS: [
        'pool',
        'connections',
        'of the command that fills the knowledge base',
        'It writes one batch after the other.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/text-counts.ts',
    '',
    { MAX_COUNTED },
    {
      MAX_COUNTED: [
        'cache',
        'pieces',
        'sets of access labels for which a worker keeps how many texts they open',
        'People share their sets with others; a megabyte at the most, and counting again takes some 50 ms.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/search-terms.ts',
    '',
    { MAX_QUESTION_CHARACTERS, MAX_CONCEPTS },
    {
      MAX_QUESTION_CHARACTERS: [
        'size',
        'characters',
        'of a question that are searched for',
        'Its subject is in its first words; what is pasted below only adds noise and work.',
      ],
      MAX_CONCEPTS: [
        'count',
        'pieces',
        'concepts of a question that are searched for',
        'Each is a query of its own; questions have three to eight.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/search-sql.ts',
    '',
    { CANDIDATES },
    {
      CANDIDATES: [
        'count',
        'pieces',
        'best documents that are ranked',
        'More than twice what a prompt takes.',
      ],
    },
  ),
  ...boundsOf(
    'worker/knowledge/search.ts',
    '',
    { CHUNKS_PER_DOCUMENT },
    {
      CHUNKS_PER_DOCUMENT: [
        'count',
        'pieces',
        'chunks of one document in a result',
        'One document must not crowd out the rest.',
      ],
    },
  ),
  ...boundsOf('worker/knowledge/bedrock/limits.ts', 'knowledgeBaseLimits', knowledgeBaseLimits, {
    results: [
      'count',
      'pieces',
      'results that a Bedrock knowledge base is asked for',
      'Three times what a prompt takes: those of one document are near together.',
    ],
    chunkCharacters: [
      'size',
      'characters',
      'of such a result that are read',
      'Twice a chunk of our own; what is longer leaves no room for the others.',
    ],
    questionCharacters: [
      'size',
      'characters',
      'of a question that such a knowledge base is asked',
      'What the service takes.',
    ],
    connectMs: ['timer', 'ms', 'a connection to it is made', 'A turn waits for it.'],
    answerMs: ['timer', 'ms', 'one try to ask it', 'It takes half a second. Not measured.'],
    totalMs: [
      'timer',
      'ms',
      'all tries together',
      'Beyond, a page shows nothing for too long; what Postgres has is there.',
    ],
    attempts: ['retry', 'attempts', 'at one search in it', 'A second one mends a lost connection.'],
    restMs: [
      'retry',
      'ms',
      'it is left in peace after a failure',
      'As long as a breaker of a model. Of fifty turns at once the next ones do not wait.',
    ],
  }),
  ...boundsOf('worker/knowledge/vectors/limits.ts', 'vectorLimits', vectorLimits, {
    batch: ['count', 'pieces', 'texts embedded in one transaction', 'What Cohere takes in one request.'],
    rounds: [
      'count',
      'pieces',
      'batches of texts that one job embeds',
      'Some 5,000 chunks; other jobs of the queue have their turn, and the next goes on.',
    ],
    atOnce: [
      'pool',
      'pieces',
      'requests for vectors of documents at once',
      'Ten texts a second or more, and room for the questions of turns. Not measured.',
    ],
    textCharacters: ['size', 'characters', 'of a text that are embedded', 'As Cohere takes them.'],
    connectMs: ['timer', 'ms', 'a connection for vectors is made', 'A turn waits for it.'],
    documentsMs: ['timer', 'ms', 'one request for vectors of documents', 'Nobody waits for it.'],
    attempts: ['retry', 'attempts', 'at such a request', 'The next job tries again.'],
    batchMs: ['timer', 'ms', 'a batch of texts as a whole', 'It holds one connection to Postgres of ten.'],
    questionMs: [
      'timer',
      'ms',
      'the vector of a question',
      'Five times what it takes; without it words are searched alone, and a turn waits.',
    ],
    restMs: ['retry', 'ms', 'questions get no vector after a failure', 'As with knowledge bases.'],
    candidates: [
      'count',
      'pieces',
      'nearest chunks that are ranked',
      'Two of each document that words rank.',
    ],
  }),
  ...boundsOf(
    'worker/knowledge/sources.ts',
    '',
    { MAX_QUOTE_CHARACTERS, MAX_CLAIMS, MAX_CLAIM_CHARACTERS },
    {
      MAX_CLAIMS: [
        'count',
        'pieces',
        'sentences that cite a source, of which its quotation is chosen',
        'An answer seldom cites one source more often. Not measured.',
      ],
      MAX_CLAIM_CHARACTERS: ['size', 'characters', 'read of such a sentence', 'Longer than sentences are.'],
      MAX_QUOTE_CHARACTERS: [
        'size',
        'characters',
        'the quotation of a source',
        'Two or three lines of a card.',
      ],
    },
  ),
  ...boundsOf(
    'worker/turn/run-turn.ts',
    '',
    { MAX_SOURCES },
    {
      MAX_SOURCES: [
        'count',
        'pieces',
        'sources of an answer',
        'Their room in the prompt; more do not make answers better. The last is experience, not measured.',
      ],
    },
  ),
  ...boundsOf(
    'worker/prompt/history.ts',
    '',
    { MAX_EXCHANGES },
    {
      MAX_EXCHANGES: [
        'count',
        'pieces',
        'earlier questions with their answers in a prompt',
        'What people still refer to; a summary has what was before.',
      ],
    },
  ),
  ...boundsOf('worker/prompt/compose-prompt.ts', 'defaultBudget', defaultBudget, {
    total: [
      'size',
      'tokens',
      'a prompt',
      'Holds the longest question the API accepts, with room for the rest; a sixth of the window of the models in use.',
    ],
    history: ['size', 'tokens', 'of the prompt for the history', 'A quarter of it.'],
    sources: [
      'size',
      'tokens',
      'of the prompt for sources',
      'Five chunks of 1,200 characters, even at a token for each character.',
    ],
    context: [
      'size',
      'tokens',
      'of the prompt for the session’s context',
      'What is told of the project, 4,000 characters, and the rest of it.',
    ],
    summary: [
      'size',
      'tokens',
      'of the prompt for the summary of what was said before',
      'Twice what the model is given to write one.',
    ],
  }),
  ...boundsOf(
    'worker/prompt/templates.ts',
    '',
    { MAX_DIGEST_TOKENS },
    {
      MAX_DIGEST_TOKENS: [
        'size',
        'tokens',
        'that a template may give a title or a summary',
        'The shipped ones take 40 and 500; every prompt of a long session carries the summary.',
      ],
    },
  ),
];
