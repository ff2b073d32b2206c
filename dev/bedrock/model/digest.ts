import { titleFrom } from '../../../client/core/title-from.js';
import type { ConverseRequest } from '../converse-request.js';
import { openingOf } from './condense.js';

/** What a worker wants written about a conversation: told by the tags around it, whatever is said in it. */
export interface Digest {
  kind: 'title' | 'summary';
  /** The summary so far. */
  before: string;
  exchanges: { question: string; answer: string }[];
}

const wanted = /<to_(title|summarise) id="([^"]*)">\n([\s\S]*)\n<\/to_\1 id="\2">\s*$/;

/** Null for a request that asks a question. */
export function readDigest({ messages }: Pick<ConverseRequest, 'messages'>): Digest | null {
  const text = messages.length === 1 ? (messages[0]?.text ?? '') : '';
  const [, kind, id = '', said = ''] = wanted.exec(text) ?? [];
  if (kind === undefined) return null;
  const answers = between(said, 'answer', id);
  return {
    kind: kind === 'title' ? 'title' : 'summary',
    before: between(text, 'summary', id)[0] ?? '',
    exchanges: between(said, 'question', id).map((question, at) => ({ question, answer: answers[at] ?? '' })),
  };
}

/** Points of a summary, the newest of which stay. */
const MAX_POINTS = 12;
const POINT_CHARACTERS = 160;

/** Made of what was said: the question's matter for a title, a point for each exchange for a summary. */
export function answerDigest({ kind, before, exchanges }: Digest): string {
  if (kind === 'title') return titleFrom(exchanges[0]?.question ?? '');
  const points = exchanges.map(
    ({ question, answer }) => `- ${short(`${titleFrom(question)}: ${openingOf(answer)}`)}`,
  );
  const earlier = before.split('\n').filter((line) => line !== '');
  return [...earlier, ...points].slice(-MAX_POINTS).join('\n');
}

function short(text: string): string {
  if (text.length <= POINT_CHARACTERS) return text;
  return `${text.slice(0, text.lastIndexOf(' ', POINT_CHARACTERS)).slice(0, POINT_CHARACTERS).toWellFormed()}…`;
}

function between(text: string, tag: string, id: string): string[] {
  const parts = text.split(`<${tag} id="${id}">\n`).slice(1);
  return parts.map((part) => part.split(`\n</${tag} id="${id}">`)[0] ?? '');
}
