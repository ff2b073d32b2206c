import type { BackoffBounds } from './backoff.js';

/*
 * Bounds of the client, apart from those of its event stream. A file of numbers alone: the doctor reads it outside a
 * browser.
 */

export const clientLimits = {
  /** For one request of the API to be answered. */
  requestMs: 15_000,
  /** Rows of a list that are asked for at once. */
  pageRows: 50,
  /** For the host page to give a token; then it is asked anew. */
  tokenMs: 10_000,
  /** A token this close to its end is renewed before it is sent. */
  tokenMarginMs: 30_000,
  /** A turn quiet for this long is asked after. */
  quietTurnMs: 15_000,
  /** Resyncs for missing text within one answer; then its end, which carries the whole text, is awaited. */
  gapsPerAnswer: 3,
  /** Text that came too early is waited for so long to be made up for. */
  holeWaitsMs: 250,
  /** A stop that found no server is sent again after this, until the turn has ended. */
  stopAgainMs: 2_000,
  /** A server may ask for patience, but not for ever. */
  longestHintMs: 60_000,
  /** Messages that wait to be sent. */
  letters: 20,
  /** The server knows a key for 24 hours; after that the same letter would be a second message. */
  letterMs: 23 * 3_600_000,
  /** A draft is written so long after the last key. */
  saveDraftMs: 300,
  /** Longest value kept in the browser, in UTF-16 units: the longest message fits, also when JSON has escaped most of it. */
  keepsakeLength: 100_000,
  /** Sessions whose unread answers are counted at once; of those that came before, nothing is said. */
  unreadSessions: 20,
  /** Browsers open six connections to a server without HTTP/2; tabs nobody looks at must not hold them. */
  restsAfterMs: 30_000,
  /** The header and the list cut a title where they have no room for it; a longer one is no title. */
  titleLength: 60,
  /** Typing is told once in this time while the user goes on; the server passes on one in 2 s. */
  tellTypingEveryMs: 3_000,
  /** Typing is shown this long after it was last told: once may get lost on the way without a flicker. */
  typingShownMs: 7_000,
} as const;

/** Between two tries to send a message. */
export const sendBackoffLimits = { baseMs: 1_000, capMs: 30_000 } as const satisfies BackoffBounds;

/** Of what is drawn. */
export const widgetLimits = {
  /** Longest message, in code points; the server refuses more. */
  codePoints: 16_000,
  /** From here on the room that is left is told. */
  countFrom: 15_000,
  /** Deepest list or quotation that is drawn as such; people stop at four. */
  depth: 20,
  /** Marks that may open an emphasis, a link or code, in one paragraph or list item; and in a table. */
  marks: 400,
  tableMarks: 2_000,
  /** Characters of a quotation that its card shows. */
  quoteLength: 320,
  /** For the pointer to get from a number to its quotation. */
  quoteStaysMs: 500,
  /** A name or a product that is longer has to break somewhere: it would not fit a phone's line. */
  wholeTermLength: 36,
  /** How much of an answer is read out; the rest is in the conversation. */
  readOutLength: 600,
  /** A hidden page draws no frames; its state still has to move on, for titles and badges. */
  hiddenFrameMs: 250,
  /** How long a button says that something was copied. */
  copiedMs: 2_000,
} as const;
