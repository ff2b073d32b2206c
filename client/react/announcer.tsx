import { useEffect, useRef, useState } from 'react';
import { type Entry, hasEnded } from '../core/conversation.js';
import { widgetLimits } from '../core/limits.js';
import type { Strings } from '../i18n/strings.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';

/**
 * Tells a screen reader what became of a message, once, when it is known: an answer that has ended, how, and its
 * text; a message that was refused. What history brings is not news and is not told.
 */
export function Announcer() {
  const { state } = useAside();
  const strings = useStrings();
  const [words, setWords] = useState('');
  const open = useRef(new Set<string>());
  /** The view that is read, and its last position; an answer beyond may come and end between two drawings. */
  const seen = useRef<{ view: string; last: number }>(undefined);
  const { key: view, loading } = state.current;
  const { entries } = state.current.conversation;

  useEffect(() => {
    const before = seen.current?.view === view ? seen.current.last : Number.POSITIVE_INFINITY;
    for (const entry of entries) {
      if (isOpen(entry)) open.current.add(entry.key);
      else if (open.current.delete(entry.key) || entry.message.position > before) {
        const told = outcomeOf(entry, strings);
        if (told) setWords(told);
      }
    }
    const sent = entries.filter(({ delivery }) => delivery === 'sent');
    seen.current = loading ? undefined : { view, last: sent.at(-1)?.message.position ?? 0 };
  }, [entries, view, loading, strings]);

  return (
    <div className="unseen" aria-live="polite" aria-atomic="true">
      {words}
    </div>
  );
}

function isOpen({ message, delivery }: Entry): boolean {
  return delivery === 'sending' || delivery === 'waiting' || !hasEnded(message);
}

function outcomeOf({ message, delivery, problem }: Entry, strings: Strings): string | null {
  if (delivery === 'refused' && problem) {
    return strings.messageRefused(strings.errors[problem.code] ?? problem.message);
  }
  if (message.type !== 'assistant') return null;
  const text = message.content.replace(/[*_`#|>]|\[\d+\]/g, '').slice(0, widgetLimits.readOutLength);
  switch (message.status) {
    case 'failed': {
      const { code = '', message: sentence = strings.failedTitle } = message.error ?? {};
      return `${strings.answerFailed} ${strings.errors[code] ?? sentence}`;
    }
    case 'stopped':
      return text === '' ? strings.stoppedEmpty : `${strings.stopped} ${text}`;
    case 'blocked':
      return strings.blocked;
    default:
      return `${strings.answerFinished} ${text}`;
  }
}
