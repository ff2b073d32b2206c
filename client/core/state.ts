import type { OfferedAction } from '../../core/contracts/quick-actions.js';
import type { WireBudgetStanding, WireFailure, WireSession } from '../../core/contracts/shapes.js';
import type { Conversation } from './conversation.js';
import type { ConnectionState } from './stream.js';

/** What the header can say: the stream's states, and `ready` while no session is followed yet. */
export type Connection = ConnectionState | { word: 'ready'; retryAt: null };

export interface SessionList {
  items: readonly WireSession[];
  nextCursor: string | null;
  status: 'idle' | 'loading' | 'ready' | 'failed';
}

/** Context a host or the user gives a session that does not exist yet. */
export interface DraftContext {
  client_name?: string | null;
  meeting_type?: string | null;
  project_context?: string | null;
  service_types?: string[];
}

export interface CurrentSession {
  /** Names this view of a session; stays when the first message gives the session its id. */
  key: string;
  /** Null until the first message makes it. */
  id: string | null;
  session: WireSession | null;
  context: DraftContext;
  /** Its user has said what it is about; another page of the host changes nothing of that. */
  contextIsTyped: boolean;
  loading: boolean;
  conversation: Conversation;
  /** Where older messages begin; null when all are here. */
  olderCursor: string | null;
  loadingOlder: boolean;
}

/** All that the widget shows, except what only the screen knows (open panels, scroll, the draft). */
export interface AsideState {
  /** `sub` of the token; null until there is one. */
  userId: string | null;
  connection: Connection;
  sessions: SessionList;
  current: CurrentSession;
  /** The last action that failed, in a sentence; null once told or overtaken. */
  notice: WireFailure | null;
  /** Of the user's budget, where it is nearly used up. */
  budget: WireBudgetStanding | null;
  /** The window of the one that he has put away. */
  budgetPutAway: string | null;
  /** Who types in the open session elsewhere, by user id; null when nobody does. */
  typing: string | null;
  /** The user's roles let him read and not write, as the server has told. */
  readsOnly: boolean;
  /** Origin of a server elsewhere that has never answered: the page may not be among those it lets in. */
  unreached: string | null;
  /** Answers of the open session that ended while nobody looked. */
  unread: number;
  /** What can be asked with one press, as the server has told it for the session on screen. */
  quickActions: readonly OfferedAction[];
  /** How often an unsent message went back to where it was typed. */
  takenBack: number;
  /** The panel is the larger one. */
  wide: boolean;
}
