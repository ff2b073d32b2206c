import { queryLimits } from '../../core/contracts/http.js';
import { MAX_PAGE_CURSOR_CHARACTERS } from '../../core/contracts/ids.js';
import { sessionLimits } from '../../core/contracts/shapes.js';
import { MAX_CONTENT_CODE_POINTS } from '../../core/contracts/text.js';
import { MAX_CAUSES } from '../../core/describe-error.js';
import { httpLimits } from '../../core/http-server.js';
import { MAX_VALUE_CHARACTERS } from '../../core/quick-actions/expand-quick-action.js';
import { MAX_QUICK_ACTIONS, MAX_TEMPLATE_CHARACTERS } from '../../core/quick-actions/quick-action-file.js';
import { CHECK_MS } from '../../core/readiness.js';
import { settingLimits } from '../../core/settings.js';
import { type Bound, boundsOf } from './bound.js';

const quickActions: Bound[] = [
  ...boundsOf(
    'core/quick-actions/quick-action-file.ts',
    '',
    { MAX_TEMPLATE_CHARACTERS, MAX_QUICK_ACTIONS },
    {
      MAX_TEMPLATE_CHARACTERS: [
        'size',
        'characters',
        'of each text of a quick action',
        'A few sentences; with the values in it the message is far from the longest there may be.',
      ],
      MAX_QUICK_ACTIONS: [
        'count',
        'pieces',
        'quick actions that may be offered',
        'A menu that is longer is searched and not chosen from.',
      ],
    },
  ),
  ...boundsOf(
    'core/quick-actions/expand-quick-action.ts',
    '',
    { MAX_VALUE_CHARACTERS },
    {
      MAX_VALUE_CHARACTERS: [
        'size',
        'characters',
        'of a value of the context that a quick action says',
        'Enough to know the project by; the prompt has the whole of it beside the question.',
      ],
    },
  ),
];

const settings: Bound[] = [
  ...boundsOf('core/settings.ts', 'settingLimits', settingLimits, {
    turnsAtOnce: {
      default: [
        'pool',
        'turns',
        'a worker runs at once, unless WORKER_CONCURRENCY says otherwise',
        'A turn mostly waits for the model: fifty answers of 50 tokens a second take about a quarter of a core. Raise it with the bench at hand.',
      ],
      max: [
        'pool',
        'turns',
        'the most that WORKER_CONCURRENCY may say',
        'One process has one core; long before this, a second worker is the better choice.',
      ],
    },
    shutdownGraceMs: {
      default: [
        'timer',
        'ms',
        'turns and streams may take to end after SIGTERM, unless SHUTDOWN_GRACE_MS says otherwise',
        'Most answers end within 20 s, and platforms kill after 30 s.',
      ],
      max: [
        'timer',
        'ms',
        'the most that SHUTDOWN_GRACE_MS may say',
        'Twice the longest answer; what is set beyond is a slip of the finger.',
      ],
    },
    answerCacheMinutes: {
      default: [
        'cache',
        'min',
        'an answer serves again, unless ANSWER_CACHE_MINUTES says otherwise',
        'As long as a meeting in which several ask the same; what was ingested meanwhile ends it at once.',
      ],
      max: [
        'cache',
        'min',
        'the most that ANSWER_CACHE_MINUTES may say',
        'A day: longer than that nothing is kept.',
      ],
    },
    archiveAfterDays: {
      default: [
        'timer',
        'days',
        'a session is idle before it is archived, unless RETENTION_ARCHIVE_AFTER_DAYS says otherwise',
        'What was asked for; a quarter of a year, after which hardly anybody goes on where he was.',
      ],
      max: [
        'timer',
        'days',
        'the most that RETENTION_ARCHIVE_AFTER_DAYS may say',
        'A hundred years: what is set beyond is a slip of the finger.',
      ],
    },
    purgeAfterDays: {
      default: [
        'timer',
        'days',
        'a deleted session stays before it is removed for good, unless RETENTION_PURGE_AFTER_DAYS says otherwise',
        'Time for an administrator to undo a mistake, and no more than privacy rules usually allow.',
      ],
      max: [
        'timer',
        'days',
        'the most that RETENTION_PURGE_AFTER_DAYS may say',
        'A hundred years: what is set beyond is a slip of the finger.',
      ],
    },
    attributeCharacters: {
      max: ['size', 'characters', 'the name of the attribute with access labels', 'As Bedrock takes them.'],
    },
    proxyHops: {
      max: [
        'count',
        'pieces',
        'the most proxies that TRUST_PROXY_HOPS may say',
        'Nobody has more than three or four; a larger number is an address or a port by mistake.',
      ],
    },
  }),
];

const contracts: Bound[] = [
  ...boundsOf('core/contracts/http.ts', 'queryLimits', queryLimits, {
    rows: ['size', 'rows', 'of a list, when no number is asked for', 'A screen or two.'],
    maxRows: [
      'size',
      'rows',
      'of a list, at most',
      'A page of messages of 16,000 characters each is still a few megabytes.',
    ],
    pollSeconds: [
      'timer',
      's',
      'a long poll is held',
      'Below the 30 s and 60 s after which proxies give up.',
    ],
  }),
  ...boundsOf(
    'core/contracts/text.ts',
    '',
    { MAX_CONTENT_CODE_POINTS },
    {
      MAX_CONTENT_CODE_POINTS: [
        'size',
        'characters',
        'a message',
        'Some ten pages; it fits the model’s window with history and sources beside it.',
      ],
    },
  ),
  ...boundsOf('core/contracts/shapes.ts', 'sessionLimits', sessionLimits, {
    shortText: ['size', 'characters', 'a title, a client’s name, a kind of meeting', 'One line.'],
    projectText: [
      'size',
      'characters',
      'what is told of the project',
      'Two pages; its part of the prompt holds about as much.',
    ],
    tagText: ['size', 'characters', 'a service or a provider', 'The longest AWS name has about 50.'],
    tags: ['count', 'pieces', 'services or providers of a session', 'More than a person lists.'],
    jsonBytes: [
      'size',
      'bytes',
      'free fields and metadata of a session, each',
      'Read with every row of a list; larger data belong into the caller’s own store.',
    ],
    jsonDepth: [
      'size',
      'levels',
      'of free fields and metadata',
      'Form fields are flat; this leaves room for a list in an object.',
    ],
  }),
  ...boundsOf(
    'core/contracts/ids.ts',
    '',
    { MAX_PAGE_CURSOR_CHARACTERS },
    {
      MAX_PAGE_CURSOR_CHARACTERS: [
        'size',
        'characters',
        'a page cursor',
        'The longest that is made has about 100.',
      ],
    },
  ),
];

const processes: Bound[] = [
  ...boundsOf('core/http-server.ts', 'httpLimits', httpLimits, {
    keepAliveMs: [
      'timer',
      'ms',
      'an idle connection is kept',
      'Longer than the 60 s of load balancers: they must be the ones who close.',
    ],
    requestMs: [
      'timer',
      'ms',
      'a request arrives completely',
      '256 KB come through a line of 70 kbit/s in that time; what is slower holds a place too long.',
    ],
    headersMs: [
      'timer',
      'ms',
      'the headers of a request arrive',
      'Half of the whole: headers have 16 KB at most.',
    ],
    closeIdleEveryMs: [
      'timer',
      'ms',
      'between two looks for connections that became idle, while draining',
      'Twenty times a second is felt by nobody and costs nothing.',
    ],
  }),
  ...boundsOf(
    'core/readiness.ts',
    '',
    { CHECK_MS },
    {
      CHECK_MS: [
        'timer',
        'ms',
        'one check of /readyz',
        'Load balancers wait five seconds by default: a probe that hangs is a probe that failed.',
      ],
    },
  ),
  ...boundsOf(
    'core/describe-error.ts',
    '',
    { MAX_CAUSES },
    {
      MAX_CAUSES: [
        'size',
        'levels',
        'of causes in a log line',
        'There are two or three of them, and a ring of errors must end.',
      ],
    },
  ),
];

export const coreBounds: readonly Bound[] = [...settings, ...contracts, ...quickActions, ...processes];
