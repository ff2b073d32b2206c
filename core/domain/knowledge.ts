import type { Language } from './message.js';

/**
 * Whoever changes how documents are cut raises this: what is added or sent again is then cut anew, though it says the same.
 */
export const CHUNKING_VERSION = 2;

/** A document as an administrator sees it, with its newest upload; or an upload that has not become one. */
export interface DocumentEntry {
  /** The author's name for it; a translation has the same. */
  id: string;
  /** Of its row: the place in a list. */
  entry: string;
  title: string;
  path: string | null;
  /** Null until an upload that did not name it has been read. */
  language: Language | null;
  url: string | null;
  labels: string[];
  chunks: number;
  /** `failed`: the newest upload could not be read; what was there before it stays. */
  status: 'processing' | 'ready' | 'failed';
  updatedAt: Date;
  error: string | null;
}

/** What a question lacked that the documents left open. */
export interface Gap {
  /** Of what was found, 0 to 1; 0 when nothing was. */
  bestScore: number;
  /** Hex; the same for questions of the same words. */
  likeness: string;
  /** The earlier question of the session that was searched for with it: it says little alone. */
  earlierId: string | null;
}

/** The same as an administrator sees it. */
export interface AskedGap {
  sessionId: string;
  messageId: string;
  /** Below the earlier one, where it was searched for with that. */
  question: string;
  language: Language;
  bestScore: number;
  /** How often these words were asked and not found. */
  asked: number;
  at: Date;
}
