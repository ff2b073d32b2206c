import { loadQuickActions } from '../../../core/quick-actions/load-quick-actions.js';
import type { QuickAction } from '../../../core/quick-actions/quick-action-file.js';
import { withoutInstructions } from '../../../core/quick-actions/without-instructions.js';
import { NO_SOURCE } from '../../../core/text/citation.js';
import type { ConverseRequest } from '../converse-request.js';
import type { Language } from './language.js';

let quickActions: readonly QuickAction[] | null = null;

export interface Source {
  number: number;
  title: string;
  path: string;
  text: string;
}

export interface Prompt {
  question: string;
  sources: Source[];
  /** Earlier turns, oldest first. */
  history: { role: 'user' | 'assistant'; text: string }[];
  /** The language that the instructions ask for. */
  language: Language | null;
  /** The search says of its sources that they are hardly about the question. */
  isWeak: boolean;
  /** It wants a mark where the sources leave something open. */
  marksOpen: boolean;
  /** The client's name and the like: words of a question that sources need not contain. */
  sessionContext: string;
}

/**
 * Reads the prompt as the worker composes it: fenced sources, then the fenced question, in the last message. The
 * fence's id is made for each prompt, so a source that holds a fence of its own cannot pass for another one. A last
 * message without a fence is the question as it stands.
 */
export function readPrompt({ system, messages }: Pick<ConverseRequest, 'system' | 'messages'>): Prompt {
  const last = messages.at(-1)?.text ?? '';
  const fence = /\n?<question id="([^"]*)">\n?([\s\S]*?)\n?<\/question id="\1">\s*$/.exec(last);
  const sessionContext = /<session_context[^>]*>([\s\S]*?)<\/session_context/.exec(system)?.[1] ?? '';
  return {
    question: withoutAll((fence?.[2] ?? last).trim()),
    sources: fence?.[1] === undefined ? [] : readSources(last.slice(0, fence.index), fence[1]),
    history: messages
      .slice(0, -1)
      .map(({ role, text }) => ({ role, text: role === 'user' ? withoutAll(text) : text })),
    language: system.includes('Answer in French') ? 'fr' : system.includes('Answer in English') ? 'en' : null,
    isWeak: system.includes('not certain that the sources answer this question'),
    marksOpen: system.includes(NO_SOURCE),
    // The services are what questions are about, unlike whom they are for.
    sessionContext: sessionContext.replace(/^Services: .*$/m, ''),
  };
}

/** It reads words, and takes those on how to answer for what is asked. */
function withoutAll(question: string): string {
  quickActions ??= loadQuickActions();
  return quickActions.reduce((text, action) => withoutInstructions(action, text), question);
}

function readSources(text: string, id: string): Source[] {
  const sources: Source[] = [];
  const open = `<source id="${id}"`;
  const close = `</source id="${id}">`;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
    const headEnd = text.indexOf('>\n', at);
    const end = text.indexOf(close, at);
    if (headEnd < 0 || end < 0 || headEnd > end) break;
    const head = text.slice(at, headEnd);
    sources.push({
      number: Number(readAttribute(head, 'number')) || sources.length + 1,
      title: readAttribute(head, 'title'),
      path: readAttribute(head, 'path'),
      text: text.slice(headEnd + 2, end),
    });
    at = end;
  }
  return sources;
}

function readAttribute(head: string, name: string): string {
  const raw = new RegExp(` ${name}="([^"]*)"`).exec(head)?.[1] ?? '';
  return raw
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
