import { STREAM_TICKET_SECONDS } from '../../core/contracts/http.js';
import { ticketLimits } from '../../server/auth/tickets.js';
import { HANDSHAKE_MS } from '../../server/http/upgrade.js';
import { typingLimits } from '../../server/live/typing.js';
import { socketLimits } from '../../server/live/websocket/limits.js';
import { type Bound, boundsOf } from './bound.js';

/** WebSockets, the tickets for them, and typing. */
export const socketBounds: readonly Bound[] = [
  ...boundsOf('server/live/websocket/limits.ts', 'socketLimits', socketLimits, {
    frameBytes: [
      'size',
      'bytes',
      'a frame that is read; a longer one ends the connection',
      'The longest message fits in any script as UTF-8, which is 64,000 bytes, with a kilobyte for what stands around it.',
    ],
    pingMs: [
      'timer',
      'ms',
      'between two pings; who has not answered by the next is gone',
      'Load balancers cut what is idle for 60 s, some for 30.',
    ],
    sessions: [
      'count',
      'sessions',
      'that one socket follows',
      'More than a page shows; each takes a place like a stream.',
    ],
    frames: {
      burst: [
        'count',
        'pieces',
        'frames that may come at once',
        'A page that opens subscribes to 20 sessions and says more.',
      ],
      perSecond: [
        'count',
        'pieces',
        'frames each second from then on',
        'Nobody types or sends faster by hand.',
      ],
    },
    badFrames: {
      burst: ['count', 'pieces', 'frames that could not be understood', 'A mistake says itself sooner.'],
      perSecond: ['count', 'pieces', 'of them forgiven each second', 'One every ten seconds. Not measured.'],
    },
    waiting: [
      'queue',
      'pieces',
      'frames that wait for the one before; with more, nothing is read',
      'As many as sessions that a page subscribes to when it opens.',
    ],
    goodbyeMs: [
      'timer',
      'ms',
      'a peer may take to answer our goodbye',
      'A network answers within a second or two.',
    ],
    retryAfterSeconds: [
      'retry',
      's',
      'after which to come again while a process is closing',
      'Another one is there.',
    ],
  }),
  ...boundsOf(
    'server/http/upgrade.ts',
    '',
    { HANDSHAKE_MS },
    {
      HANDSHAKE_MS: [
        'timer',
        'ms',
        'a caller has for everything before the switch to WebSocket',
        'A refusal is read within it over a slow network. Not measured.',
      ],
    },
  ),
  ...boundsOf(
    'core/contracts/http.ts',
    '',
    { STREAM_TICKET_SECONDS },
    {
      STREAM_TICKET_SECONDS: [
        'timer',
        's',
        'a ticket may be used, once',
        'It is used at once; addresses get into logs, where it must be worthless.',
      ],
    },
  ),
  ...boundsOf('server/auth/tickets.ts', 'ticketLimits', ticketLimits, {
    bytes: ['size', 'bytes', 'of chance in a ticket', 'Nobody guesses one within its half minute.'],
    storeMs: ['timer', 'ms', 'the backplane may take for a ticket', 'The same as any call of the backplane.'],
    retryAfterSeconds: [
      'retry',
      's',
      'after which to ask again for a ticket',
      'A connection of Redis is made anew by then.',
    ],
  }),
  ...boundsOf('server/live/typing.ts', 'typingLimits', typingLimits, {
    everyMs: [
      'timer',
      'ms',
      'one person’s typing in one session is passed on once by each process',
      'It is shown for 7 s: more often tells nothing new.',
    ],
    remembered: [
      'cache',
      'pieces',
      'people typing whose last time is remembered',
      'As many as there are places for streams.',
    ],
  }),
];
