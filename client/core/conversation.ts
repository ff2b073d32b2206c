import type { WireFailure, WireMessage } from '../../core/contracts/shapes.js';

/** How far a message of this user has come on its way to the server. */
export type Delivery =
  | 'sent'
  | 'sending'
  /** No connection, or the server is busy: it goes out by itself. */
  | 'waiting'
  /** Refused; `problem` says why, and the user decides. */
  | 'refused';

/** Why a message of this user has not gone out. */
export interface Problem extends WireFailure {
  /** In the server's words, by language; null where the widget has its own. */
  sentences?: Readonly<Record<string, string>> | null;
}

/** One row of the conversation. */
export interface Entry {
  /** The same before and after the server has given the message its id. */
  key: string;
  message: WireMessage;
  /** Attempt whose text `message.content` holds; 0 when it came from history. */
  attempt: number;
  delivery: Delivery;
  problem: Problem | null;
}

export type Stage = 'queued' | 'understanding' | 'searching' | 'writing';

/** What is known of a turn that has not ended. */
export interface TurnView {
  id: string;
  stage: Stage;
  attempt: number;
  /** How many sources were found; null until then. */
  sources: number | null;
  /** An earlier attempt failed and the server tries again by itself. */
  again: boolean;
  /** The user has asked to stop it. */
  stopping: boolean;
}

export function newTurn(id: string): TurnView {
  return { id, stage: 'queued', attempt: 0, sources: null, again: false, stopping: false };
}

export interface Conversation {
  /** By position; what is on its way to the server comes last, in the order typed. */
  entries: readonly Entry[];
  /** Turns that have not ended, by id. */
  turns: Readonly<Record<string, TurnView>>;
  /** A delta did not fit: text is missing, and history has to be read again. */
  gap: boolean;
  /** Only in the text that is being written: earlier text may still come and close it. */
  hole: boolean;
}

export const emptyConversation: Conversation = { entries: [], turns: {}, gap: false, hole: false };

export function hasEnded(message: WireMessage): boolean {
  return message.status !== 'pending' && message.status !== 'streaming';
}

/** Whether a question was taken back before its turn began, as its answer tells: a turn that has begun takes time. */
export function isWithdrawn({ status, content, processing_ms }: WireMessage): boolean {
  return status === 'stopped' && content === '' && processing_ms === null;
}

/** A message as the widget shows it before the server has sent it. */
export function blankMessage(
  known: Pick<WireMessage, 'id' | 'session_id' | 'type' | 'status' | 'position'> & Partial<WireMessage>,
): WireMessage {
  return {
    content: '',
    client_message_id: null,
    turn_id: null,
    reply_to: null,
    version: 1,
    replaces: null,
    replaced_by: null,
    quick_action: null,
    created_at: new Date().toISOString(),
    language: null,
    intent: null,
    entities: [],
    sentiment: null,
    model: null,
    template: null,
    fallback: false,
    cached: false,
    cached_at: null,
    canned: false,
    usage: null,
    processing_ms: null,
    sources: [],
    tool_calls: [],
    truncated: false,
    error: null,
    ...known,
  };
}

export function toEntry(message: WireMessage): Entry {
  return {
    key: message.client_message_id ?? message.id,
    message,
    attempt: 0,
    delivery: 'sent',
    problem: null,
  };
}
