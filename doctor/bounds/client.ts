import { clientLimits, sendBackoffLimits, widgetLimits } from '../../client/core/limits.js';
import { defaultStreamLimits } from '../../client/core/stream-limits.js';
import { type Bound, boundsOf } from './bound.js';

/** What runs in browsers. */
export const clientBounds: readonly Bound[] = [
  ...boundsOf('client/core/stream-limits.ts', 'defaultStreamLimits', defaultStreamLimits, {
    backoff: {
      baseMs: [
        'retry',
        'ms',
        'ceiling of the first wait before a stream is opened again; then doubled',
        'A thousand widgets that lost one server come back spread out.',
      ],
      capMs: [
        'retry',
        'ms',
        'longest wait before a stream is opened again',
        'Half a minute after the server’s return everybody is back.',
      ],
    },
    firstByteMs: [
      'timer',
      'ms',
      'a stream begins',
      'A server answers at once; the rest is for slow networks.',
    ],
    probeByteMs: [
      'timer',
      'ms',
      'the same, for a try while the long poll works',
      'The poll stands still meanwhile.',
    ],
    silenceMs: [
      'timer',
      'ms',
      'no byte before a stream counts as dead',
      'Signs of life come each 12 s: two may be late.',
    ],
    stableMs: [
      'timer',
      'ms',
      'after which a stream counts as a success even without an event',
      'What cuts streams at once does so sooner.',
    ],
    settleMs: [
      'timer',
      'ms',
      'a pause that ends the replay',
      'Shorter than the 20 to 30 ms between two pieces of a live answer.',
    ],
    catchUpMs: [
      'timer',
      'ms',
      'longest time to call it catching up',
      'For a line so slow that nothing pauses.',
    ],
    failuresBeforePolling: [
      'retry',
      'attempts',
      'that fail before the long poll takes over',
      'Once is a deploy, three times is a proxy that does not let streams through.',
    ],
    pollWaitSeconds: ['timer', 's', 'a poll is held', 'As long as the server holds one.'],
    streamAgainMs: [
      'retry',
      'ms',
      'while polling, until streaming is tried again; then doubled',
      'The network may have changed; each try costs the poll 4 s.',
    ],
    streamAgainCapMs: [
      'retry',
      'ms',
      'the longest of these waits',
      'Where streaming never works, it is tried six times an hour.',
    ],
  }),
  ...boundsOf('client/core/limits.ts', 'clientLimits', clientLimits, {
    requestMs: [
      'timer',
      'ms',
      'a request is answered',
      'The server answers within a second or two, also in trouble; the rest is for slow networks.',
    ],
    pageRows: ['size', 'rows', 'of a list asked for at once', 'The server’s own number.'],
    tokenMs: ['timer', 'ms', 'the page gives a token', 'It asks its own server; then it is asked anew.'],
    tokenMarginMs: [
      'timer',
      'ms',
      'before its end in which a token is renewed',
      'Longer than a request may take, and than clocks differ.',
    ],
    quietTurnMs: [
      'timer',
      'ms',
      'without news of a turn after which it is asked after',
      'A takeover takes 15 s at most.',
    ],
    gapsPerAnswer: [
      'retry',
      'attempts',
      'to read again where text is missing in one answer',
      'Its end carries the whole text.',
    ],
    holeWaitsMs: [
      'timer',
      'ms',
      'that text which came too early is waited for to be made up for',
      'A log that was lost tells it within one read; a reader does not see the pause.',
    ],
    longestHintMs: [
      'retry',
      'ms',
      'longest patience that a server may ask for',
      'A person does not wait longer without a sign.',
    ],
    letters: ['queue', 'messages', 'written and not yet sent', 'As many as a session takes at once.'],
    letterMs: [
      'queue',
      'ms',
      'a message may wait to be sent',
      'The server knows its key for 24 hours; after that it would be a second message.',
    ],
    stopAgainMs: [
      'retry',
      'ms',
      'between two tries to stop a turn, until it has ended, while there is no connection',
      'Soon after the connection is back, and nothing where there is none.',
    ],
    saveDraftMs: [
      'buffer',
      'ms',
      'after the last key in which a draft is kept',
      'Nobody loses more than a word.',
    ],
    keepsakeLength: [
      'cache',
      'characters',
      'the longest value kept in the browser',
      'The longest message fits, also when JSON has escaped most of it.',
    ],
    unreadSessions: [
      'cache',
      'sessions',
      'whose unread answers one user’s tabs count',
      'More than anybody has open in tabs.',
    ],
    restsAfterMs: [
      'timer',
      'ms',
      'a hidden tab keeps its stream',
      'Browsers open six connections to a server without HTTP/2; tabs nobody looks at must not hold them.',
    ],
    titleLength: [
      'size',
      'characters',
      'a title made from a question',
      'Longer ones are no titles; where there is no room for it, a title is cut on the screen.',
    ],
    tellTypingEveryMs: [
      'timer',
      'ms',
      'between two words that the user types',
      'The server passes on one in 2 s; more would be dropped.',
    ],
    typingShownMs: [
      'timer',
      'ms',
      'typing is shown after it was last told',
      'Two of these words and a second: one may get lost on the way without a flicker.',
    ],
  }),
  ...boundsOf('client/core/limits.ts', 'sendBackoffLimits', sendBackoffLimits, {
    baseMs: [
      'retry',
      'ms',
      'ceiling of the first wait before a message is sent again; then doubled',
      'Twice that of a stream: somebody else’s 503 is not helped by haste.',
    ],
    capMs: [
      'retry',
      'ms',
      'longest wait before a message is sent again',
      'The same as for streams; the network’s return ends it.',
    ],
  }),
  ...boundsOf('client/core/limits.ts', 'widgetLimits', widgetLimits, {
    codePoints: ['size', 'characters', 'a message', 'The server refuses more.'],
    countFrom: [
      'size',
      'characters',
      'from which the room that is left is told',
      'The last thousand; before, it would be a distraction.',
    ],
    depth: [
      'size',
      'levels',
      'of lists and quotations that are drawn as such',
      'People stop at four; the reader of Markdown calls itself for each.',
    ],
    marks: [
      'size',
      'pieces',
      'marks in one paragraph that is read as Markdown',
      'The reader looks for the partner of each: more of them take seconds.',
    ],
    tableMarks: ['size', 'pieces', 'the same, in a table', 'Its cells are read one by one.'],
    quoteLength: [
      'size',
      'characters',
      'of a quotation that its card shows',
      'More than the server sends today.',
    ],
    quoteStaysMs: [
      'timer',
      'ms',
      'a quotation stays when the pointer has left its number',
      'To get to it, which may lie some lines above.',
    ],
    wholeTermLength: [
      'size',
      'characters',
      'of a name or a product that no line breaks',
      'What is longer does not fit a phone’s line.',
    ],
    readOutLength: [
      'size',
      'characters',
      'of an answer that are read out',
      'Some 40 s of speech; the rest is in the conversation.',
    ],
    hiddenFrameMs: [
      'timer',
      'ms',
      'between two updates of a hidden page',
      'It draws no frames; titles and badges still have to move on.',
    ],
    copiedMs: ['timer', 'ms', 'a button says that something was copied', 'Long enough to be read.'],
  }),
];
