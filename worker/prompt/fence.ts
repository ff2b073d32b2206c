import type { SessionContext } from '../../core/domain/session.js';

/** A piece of knowledge as the prompt shows it. */
export interface PromptSource {
  /** The number that the answer cites as `[1]`. */
  number: number;
  title: string;
  path: string;
  text: string;
}

/** 12 hex digits, new for each request and never told to anyone: who does not know it cannot close a fence. */
export const NONCE = /^[0-9a-f]{12}$/;

export function fenceSource(source: PromptSource, nonce: string): string {
  const attributes = [
    `id="${nonce}"`,
    `number="${source.number}"`,
    `title="${escapeAttribute(withoutNonce(source.title, nonce))}"`,
    `path="${escapeAttribute(withoutNonce(source.path, nonce))}"`,
  ].join(' ');
  return `<source ${attributes}>\n${withoutNonce(source.text, nonce)}\n</source id="${nonce}">\n\n`;
}

export function fenceQuestion(question: string, nonce: string): string {
  return `<question id="${nonce}">\n${withoutNonce(question, nonce)}\n</question id="${nonce}">`;
}

/** What is known of the meeting, most telling first. It is typed by people, so what could be a tag is escaped. */
export function contextLines(context: SessionContext): string[] {
  return [
    line('Client', context.clientName),
    line('Meeting type', context.meetingType),
    line('Project', context.projectContext),
    line('Services', context.serviceTypes.join(', ')),
    line('Cloud providers', context.cloudProviders.join(', ')),
    ...Object.entries(context.customFields).map(([name, value]) =>
      line(name, typeof value === 'string' ? value : JSON.stringify(value)),
    ),
  ].filter((text) => text !== null);
}

export function fenceContext(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n\n<session_context>\n${lines.join('\n')}\n</session_context>`;
}

function line(name: string, value: string | null | undefined): string | null {
  if (!value || value.trim() === '') return null;
  return `${escapeText(name)}: ${escapeText(value.trim())}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Line breaks and tabs would end the tag's line, so they become blanks. */
function escapeAttribute(text: string): string {
  return escapeText(text.replace(/\s+/g, ' ')).replaceAll('"', '&quot;');
}

/** The dots keep what stood on both sides from joining into the nonce again, and the text from being blank. */
export function withoutNonce(text: string, nonce: string): string {
  return text.replaceAll(nonce, '…');
}
