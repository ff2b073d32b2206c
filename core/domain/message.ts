export type MessageType = 'user' | 'assistant' | 'system';
export type MessageStatus = 'pending' | 'streaming' | 'complete' | 'stopped' | 'failed' | 'blocked';
export type Language = 'en' | 'fr';
/** `quick_action`: the action that asked says it. */
export type IntentMethod = 'pattern' | 'classifier' | 'ai' | 'follow_up' | 'fallback' | 'quick_action';

export interface Intent {
  name: string;
  /** 0 to 1. */
  confidence: number;
  method: IntentMethod;
}

export interface Entity {
  type: string;
  text: string;
  value: string;
  /** UTF-16 units into the message; `end` is exclusive. */
  start: number;
  end: number;
}

export interface Sentiment {
  label: 'positive' | 'neutral' | 'negative';
  /** −1 to 1. */
  score: number;
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costUsd: number | null;
}

export interface Source {
  /** The number that the answer cites as `[1]`. */
  number: number;
  title: string;
  path: string;
  url: string | null;
  quote: string;
  score: number;
}

/** A tool that the model called. */
export interface ToolCall {
  name: string;
  status: 'success' | 'error';
  /** As the model gave it. */
  input: unknown;
  result: Record<string, unknown>;
}

/** A failure in words a user may read, with a code of the error table. */
export interface Failure {
  code: string;
  message: string;
}

export interface Message {
  id: string;
  sessionId: string;
  position: number;
  type: MessageType;
  status: MessageStatus;
  content: string;
  clientMessageId: string | null;
  turnId: string | null;
  replyTo: string | null;
  version: number;
  /** The version before this one. */
  replaces: string | null;
  /** What stands in its place now; null: it is the current version. */
  replacedBy: string | null;
  /** Which quick action asked, if one did. */
  quickAction: string | null;
  createdAt: Date;
  language: Language | null;
  intent: Intent | null;
  entities: Entity[];
  sentiment: Sentiment | null;
  model: string | null;
  /** Of an answer: which prompt made it, as `cost@2.1`. */
  template: string | null;
  fallback: boolean;
  cached: boolean;
  /** When a cached answer was given for the first time. */
  cachedAt: Date | null;
  /** Prepared beforehand: no model answered. */
  canned: boolean;
  usage: Usage | null;
  /** Of an answer: since it was asked for, by its question or a retry of its user, over all attempts. */
  processingMs: number | null;
  sources: Source[];
  toolCalls: ToolCall[];
  /** Of an answer: the model had more to say than it may at once. */
  truncated: boolean;
  error: Failure | null;
}

/** Who answered: `model` is null where none did; `cachedAt` is set where the answer had been given before. */
export type AnsweredBy = Pick<Message, 'model' | 'fallback' | 'cachedAt' | 'canned'>;
