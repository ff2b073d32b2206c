import { afterCommitLimits } from '../../server/after-commit/limits.js';
import { CLOCK_TOLERANCE_SECONDS, MAX_TOKEN_LENGTH } from '../../server/auth/authenticate.js';
import { KEY_SET_TIMEOUT_MS, MAX_KEY_SET_BYTES } from '../../server/auth/fetch-key-set.js';
import { publishedKeysLimits } from '../../server/auth/published-keys.js';
import { DATABASE_RETRY_SECONDS } from '../../server/http/errors.js';
import { MAX_JSON_DEPTH } from '../../server/http/json-shape.js';
import { MAX_BODY_BYTES } from '../../server/http/read-json.js';
import { MAX_FIELD_CHARACTERS, MAX_PROBLEMS } from '../../server/http/validate.js';
import { serverLimits } from '../../server/limits.js';
import { PREFLIGHT_AGE_SECONDS } from '../../server/middleware/cors.js';
import { HTTPS_ONLY_SECONDS } from '../../server/middleware/security-headers.js';
import { MAX_COOKIE_BYTES } from '../../server/ops/cookie.js';
import { formLimits } from '../../server/ops/operator-pages.js';
import { type Bound, boundsOf } from './bound.js';

const requests: Bound[] = [
  ...boundsOf('server/limits.ts', 'serverLimits', serverLimits, {
    poolSize: [
      'pool',
      'connections',
      'of one server to Postgres, for requests',
      'A request holds one for a few milliseconds: twenty serve thousands a second. A hundred are what Postgres takes by default.',
    ],
    reconnectMs: [
      'retry',
      'ms',
      'after which streams that were closed for a restart come back',
      'Spread up to twice as long, so that they do not all come at once.',
    ],
    metricsGraceMs: [
      'timer',
      'ms',
      'a scrape of /metrics may take to end at shutdown',
      'It takes milliseconds.',
    ],
    maxNoticeMs: [
      'timer',
      'ms',
      '/readyz says draining before the port is closed',
      'A probe has to see it; probes of a second or two are common.',
    ],
    closeMarginMs: [
      'timer',
      'ms',
      'closing pools and connections after the grace time',
      'Twice what the queue, the slowest of them, may take to close.',
    ],
  }),
  ...boundsOf('server/after-commit/limits.ts', 'afterCommitLimits', afterCommitLimits, {
    stepMs: [
      'timer',
      'ms',
      'telling of what was committed: event log, queue, signal',
      'A 202 comes within 500 ms while Redis is away; the sweep makes up for what was not told.',
    ],
    tailMs: [
      'timer',
      'ms',
      'asking the event log where it stands, before a page is read',
      'Half of a call’s time: without an answer the page is shown all the same.',
    ],
  }),
  ...boundsOf(
    'server/http/read-json.ts',
    '',
    { MAX_BODY_BYTES },
    {
      MAX_BODY_BYTES: [
        'size',
        'bytes',
        'the body of a request',
        'The longest message, with each character escaped, has 192 KB.',
      ],
    },
  ),
  ...boundsOf(
    'server/http/json-shape.ts',
    '',
    { MAX_JSON_DEPTH },
    {
      MAX_JSON_DEPTH: ['size', 'levels', 'of a JSON body', 'The deepest that a contract allows has six.'],
    },
  ),
  ...boundsOf(
    'server/http/validate.ts',
    '',
    { MAX_PROBLEMS, MAX_FIELD_CHARACTERS },
    {
      MAX_PROBLEMS: [
        'count',
        'pieces',
        'problems named in one answer',
        'A person mends them a few at a time.',
      ],
      MAX_FIELD_CHARACTERS: [
        'size',
        'characters',
        'of a field’s name that are repeated in an answer',
        'The name may be the caller’s own, of any length.',
      ],
    },
  ),
  ...boundsOf(
    'server/http/errors.ts',
    '',
    { DATABASE_RETRY_SECONDS },
    {
      DATABASE_RETRY_SECONDS: [
        'retry',
        's',
        'after which a caller may ask again when Postgres was away',
        'A restart of Postgres takes about that long.',
      ],
    },
  ),
  ...boundsOf(
    'server/middleware/cors.ts',
    '',
    { PREFLIGHT_AGE_SECONDS },
    {
      PREFLIGHT_AGE_SECONDS: [
        'cache',
        's',
        'a browser remembers that a page may call',
        'Chromium takes no more than two hours.',
      ],
    },
  ),
  ...boundsOf(
    'server/middleware/security-headers.ts',
    '',
    { HTTPS_ONLY_SECONDS },
    {
      HTTPS_ONLY_SECONDS: [
        'cache',
        's',
        'a browser remembers to come by HTTPS only',
        'A year, as browsers ask of a site that is always on HTTPS.',
      ],
    },
  ),
];

const signIn: Bound[] = [
  ...boundsOf(
    'server/auth/authenticate.ts',
    '',
    { CLOCK_TOLERANCE_SECONDS, MAX_TOKEN_LENGTH },
    {
      CLOCK_TOLERANCE_SECONDS: [
        'timer',
        's',
        'by which clocks may differ when a token is checked',
        'Machines with NTP differ by less than one.',
      ],
      MAX_TOKEN_LENGTH: [
        'size',
        'characters',
        'a token',
        'Node takes 16 KB of headers in all; half of it is a very large token.',
      ],
    },
  ),
  ...boundsOf(
    'server/auth/fetch-key-set.ts',
    '',
    { MAX_KEY_SET_BYTES, KEY_SET_TIMEOUT_MS },
    {
      MAX_KEY_SET_BYTES: [
        'size',
        'bytes',
        'the published key set',
        'A large provider publishes a few keys of 2 KB each.',
      ],
      KEY_SET_TIMEOUT_MS: ['timer', 'ms', 'the key set is fetched', 'A caller waits for it.'],
    },
  ),
  ...boundsOf('server/auth/published-keys.ts', 'publishedKeysLimits', publishedKeysLimits, {
    maxAgeMs: [
      'cache',
      'ms',
      'the key set is used before it is asked for again',
      'A key that was taken back is forgotten in ten minutes.',
    ],
    maxAgeInOutageMs: [
      'cache',
      'ms',
      'the last set is used while the provider is away',
      'A day: an outage of theirs should not sign everybody out here.',
    ],
    refetchEveryMs: [
      'retry',
      'ms',
      'between two requests for the set',
      'A new key is known that soon, and made-up key ids cost the provider no more than that.',
    ],
    firstFetchEveryMs: [
      'retry',
      'ms',
      'the same, as long as there is no set at all',
      'Nobody can sign in meanwhile.',
    ],
    retryAfterSeconds: [
      'retry',
      's',
      'after which a caller whose key could not be looked up may ask again',
      'The next request for the set is made by then.',
    ],
  }),
  ...boundsOf(
    'server/ops/cookie.ts',
    '',
    { MAX_COOKIE_BYTES },
    {
      MAX_COOKIE_BYTES: [
        'size',
        'bytes',
        'the cookie of the operator pages',
        'Browsers have to take that much (RFC 6265, 6.1), and drop longer ones.',
      ],
    },
  ),
  ...boundsOf('server/ops/operator-pages.ts', 'formLimits', formLimits, {
    bytes: ['size', 'bytes', 'the sign-in form', 'A token of 8 KB, escaped.'],
    fields: ['count', 'pieces', 'fields of the sign-in form', 'It has one.'],
  }),
];

export const serverBounds: readonly Bound[] = [...requests, ...signIn];
