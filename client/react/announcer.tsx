import { useEffect, useRef, useState } from 'react';
import { type Entry, hasEnded } from '../core/conversation.js';
import { widgetLimits } from '../core/limits.js';
import type { Language } from '../i18n/choose-language.js';
import type { Strings } from '../i18n/strings.js';
import { useLanguage, useStrings } from './locale.js';
import { cutAtWord, withoutMarks } from './markdown/plain-text.js';
import { sentenceOf } from './sentence-of.js';
import { stoppedWords } from './stopped-words.js';
import { useAside } from './use-aside.js';

/**
 * Tells a screen reader what became of a message, once, when it is known: an answer that has ended, how, and its
 * text; a message that was refused. What history brings is not news and is not told.
 */
export function Announcer() {
  const { state } = useAside();
  const strings = useStrings();
  const language = useLanguage();
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
      else if (
        open.current.delete(entry.key) ||
        (entry.delivery === 'sent' && entry.message.position > before)
      ) {
        const told = outcomeOf(entry, strings, language);
        // Said twice in the same words it would be no change, and read once.
        if (told) setWords((words) => (words === told ? `${told}\u00a0` : told));
      }
    }
    const sent = entries.filter(({ delivery }) => delivery === 'sent');
    seen.current = loading ? undefined : { view, last: sent.at(-1)?.message.position ?? 0 };
  }, [entries, view, loading, strings, language]);

  return (
    <div className="unseen" aria-live="polite" aria-atomic="true">
      {words}
    </div>
  );
}

function isOpen({ message, delivery }: Entry): boolean {
  return delivery === 'sending' || delivery === 'waiting' || !hasEnded(message);
}

function outcomeOf(
  { message, delivery, problem }: Entry,
  strings: Strings,
  language: Language,
): string | null {
  if (delivery === 'refused' && problem) {
    return strings.messageRefused(sentenceOf(problem, strings, language));
  }
  if (message.type !== 'assistant') return null;
  const text = cutAtWord(withoutMarks(message.content), widgetLimits.readOutLength);
  switch (message.status) {
    case 'failed': {
      const { code = '', message: sentence = strings.failedTitle } = message.error ?? {};
      return `${strings.answerFailed} ${strings.errors[code] ?? sentence}`;
    }
    case 'stopped':
      return `${stoppedWords(message, strings)} ${text}`.trim();
    case 'blocked':
      return text === '' ? strings.blocked : text;
    default:
      return `${strings.answerFinished} ${text}${message.truncated ? ` ${strings.truncated}` : ''}`;
  }
}
