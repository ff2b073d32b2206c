import { createHash } from 'node:crypto';
import { escapeTags } from './session-facts.js';

/** A piece of knowledge as the prompt shows it. */
export interface PromptSource {
  /** The number that the answer cites as `[1]`. */
  number: number;
  title: string;
  path: string;
  text: string;
}

/** 12 hex digits, new for each request and never told to anyone: who does not know it cannot close a fence. */
const NONCE = /^[0-9a-f]{12}$/;

/** Throws a RangeError for what is none. */
export function checkNonce(nonce: string): void {
  if (!NONCE.test(nonce)) throw new RangeError('the nonce must be 12 hex digits');
}

/**
 * The mark of a request's instructions, which an answer must not hold. It follows from the nonce, so that the prompt is
 * the same for the same input, and tells nothing of it.
 */
export function canaryOf(nonce: string): string {
  return createHash('sha256').update(`canary ${nonce}`).digest('hex').slice(0, 16);
}

export function fenceSource(source: PromptSource, nonce: string): string {
  const attributes = [
    `number="${source.number}"`,
    `title="${escapeAttribute(withoutNonce(source.title, nonce))}"`,
    `path="${escapeAttribute(withoutNonce(source.path, nonce))}"`,
  ].join(' ');
  return `${fence('source', source.text, nonce, ` ${attributes}`)}\n\n`;
}

/** Text of others, between tags that carry the nonce. */
export function fence(tag: string, text: string, nonce: string, attributes = ''): string {
  return `<${tag} id="${nonce}"${attributes}>\n${withoutNonce(text, nonce)}\n</${tag} id="${nonce}">`;
}

/** Lines whose tags are escaped, so that a plain tag fences them; nothing for none. */
export function fenceLines(tag: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n\n<${tag}>\n${lines.join('\n')}\n</${tag}>`;
}

/** Line breaks and tabs would end the tag's line, so they become blanks. */
function escapeAttribute(text: string): string {
  return escapeTags(text.replace(/\s+/g, ' ')).replaceAll('"', '&quot;');
}

/** The dots keep what stood on both sides from joining into the nonce again, and the text from being blank. */
export function withoutNonce(text: string, nonce: string): string {
  return text.replaceAll(nonce, '…');
}
