import type { Stage } from '../core/conversation.js';
import type { Connection } from '../core/state.js';

/** Every word the widget says. A language is one object of this type, so none can be half translated. */
export interface Strings {
  assistant: string;
  openAside: (unread: number) => string;
  minimise: string;
  /** Of the panel, and back. */
  larger: string;
  smaller: string;
  sessions: string;
  backToConversation: string;
  newSession: string;
  connection: Record<Connection['word'], string>;
  noConnection: string;
  /** It is not the user's connection that is missing. */
  notReached: string;
  tryingIn: (seconds: number) => string;
  trying: string;
  signedOut: string;
  /** Follows, where something is written. */
  writtenIsKept: string;
  connectionRefused: string;
  /** A server on another origin has never answered. */
  unreached: (origin: string) => string;
  /** `when` is a time for a day's budget, and a date for a month's. */
  budgetUsed: (window: 'day' | 'month', percent: number, when: string) => string;
  now: string;
  tryAgain: string;
  /** Throws away a message that was refused. */
  discard: string;
  dismiss: string;
  emptyQuestion: (client: string | null) => string;
  emptyNote: string;
  /** Names the menu of them. */
  quickActions: string;
  /** In place of what could be asked, for a role that only reads. */
  emptyReader: string;
  readsOnly: string;
  placeholderFirst: string;
  placeholderNext: string;
  sessionClosed: string;
  yourMessage: string;
  send: string;
  stop: string;
  stopping: string;
  charactersLeft: (count: number) => string;
  /** `limit` is how many there may be. */
  charactersOver: (count: number, limit: number) => string;
  conversation: string;
  you: string;
  sent: string;
  sending: string;
  willBeSent: string;
  /** The user is online. */
  willBeSentLater: string;
  notSent: string;
  waitingInLine: (place: number) => string;
  waitingNext: string;
  withdraw: string;
  withdrawing: string;
  withdrawn: string;
  /** In place of its answer. */
  withdrawnEmpty: string;
  stages: Record<Stage, string>;
  written: string;
  stoppedStage: string;
  blockedStage: string;
  failedStage: string;
  understood: string;
  sourcesFound: (count: number) => string;
  /** Of an answer that cites none of them. */
  sourcesUnused: (count: number) => string;
  startingAgain: string;
  sources: string;
  source: (number: number, title: string) => string;
  /** The user's own typing in another tab or on another device. */
  typingElsewhere: string;
  someoneTyping: string;
  openSource: string;
  /** Title of a worked-out cost, by its Region. */
  estimate: (region: string) => string;
  estimateItem: string;
  estimateAmount: string;
  estimateTotal: string;
  /** Of an item without a price. */
  estimateUnpriced: string;
  /** After the price of so many units. */
  perUnits: (units: string) => string;
  /** Before the name of their source. */
  pricesOf: (days: readonly string[]) => string;
  pricesLeaveOut: string;
  stopped: string;
  stoppedEmpty: string;
  blocked: string;
  /** Of an answer that the model had to end before it was complete. */
  truncated: string;
  continueAnswer: string;
  /** Sent word for word. */
  goOn: string;
  /** Puts the text of a refused message back to where it was typed. */
  edit: string;
  regenerate: string;
  editQuestion: string;
  versionsOfAnswer: string;
  versionsOfQuestion: string;
  earlierVersion: string;
  laterVersion: string;
  versionOf: (version: number, versions: number) => string;
  failedTitle: string;
  /** Stands above an answer that can only be shown as plain text. */
  shownPlain: string;
  /** The chat itself has failed. */
  chatBroke: string;
  /** `model` is a short name such as `nova-pro`. */
  fallbackAnswer: (model: string) => string;
  /** `minutes` is null where the age is not known. */
  cachedAnswer: (minutes: number | null) => string;
  cannedAnswer: string;
  copy: string;
  copied: string;
  seconds: (value: number) => string;
  today: string;
  yesterday: string;
  jumpToLatest: string;
  loadOlder: string;
  loadingOlder: string;
  loadingConversation: string;
  answerFinished: string;
  answerFailed: string;
  messageRefused: (reason: string) => string;
  findSession: string;
  noSessions: string;
  noSessionFound: string;
  sessionsFailed: string;
  more: string;
  untitled: string;
  closed: string;
  sessionActions: (title: string) => string;
  rename: string;
  closeSession: string;
  reopenSession: string;
  deleteSession: string;
  deleteQuestion: string;
  keep: string;
  sessionTitle: string;
  save: string;
  cancel: string;
  context: string;
  addContext: string;
  editContext: (context: string) => string;
  contextNote: string;
  clientName: string;
  meetingType: string;
  meetingTypeExample: string;
  projectContext: string;
  projectContextExample: string;
  notSaved: string;
  justNow: string;
  minutesAgo: (minutes: number) => string;
  /** Sentences for codes of the error table and of this client; the server's own sentence otherwise. */
  errors: Readonly<Record<string, string>>;
}
