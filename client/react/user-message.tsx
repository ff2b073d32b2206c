import { memo } from 'react';
import type { Entry, Problem } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { useLanguage, useStrings } from './locale.js';
import { wholeTerms } from './markdown/whole-terms.js';
import { sentenceOf } from './sentence-of.js';
import { clock } from './times.js';
import { useStore } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

interface UserMessageProps {
  entry: Entry;
  /** Its place among those that wait where another one comes first, 1 being the next; otherwise 0. */
  placeBehind: number;
}

/** What the user said, and how far it has come. */
export const UserMessage = memo(function UserMessage({ entry, placeBehind }: UserMessageProps) {
  const store = useStore();
  const strings = useStrings();
  const language = useLanguage();
  const refused = entry.delivery === 'refused';
  return (
    <article className="mine" aria-label={strings.you}>
      <p className="bubble" lang={entry.message.language ?? undefined}>
        {wholeTerms(entry.message.content)}
      </p>
      {refused && entry.problem && (
        <div className="failed" {...nextFocus('.composer textarea', '.list')}>
          <span>{sentenceOf(entry.problem, strings, language)}</span>
          <div className="form-buttons">
            {/* No number of tries changes a role, a rule, or what is left of a budget. */}
            {isToEdit(entry.problem) && (
              <button type="button" className="button" onClick={() => store.takeBack(entry.key)}>
                {strings.edit}
              </button>
            )}
            {entry.problem.code !== 'FORBIDDEN' && !isToEdit(entry.problem) && (
              <button type="button" className="button" onClick={() => store.resend(entry.key)}>
                {strings.tryAgain}
              </button>
            )}
            <button type="button" className="button" onClick={() => store.discard(entry.key)}>
              {strings.discard}
            </button>
          </div>
        </div>
      )}
      <p className="meta">
        {clock(entry.message.created_at, language)}
        {' · '}
        {progress(entry, placeBehind, strings)}
      </p>
    </article>
  );
});

function isToEdit({ code }: Problem): boolean {
  return code === 'CHAT_MESSAGE_BLOCKED' || code === 'BUDGET_EXCEEDED';
}

function progress(entry: Entry, place: number, strings: Strings): string {
  switch (entry.delivery) {
    case 'sending':
      return strings.sending;
    case 'waiting':
      return entry.problem?.code === 'OFFLINE' ? strings.willBeSent : strings.willBeSentLater;
    case 'refused':
      return strings.notSent;
    case 'sent':
      if (place === 0) return strings.sent;
      return place > 1 ? strings.waitingInLine(place) : strings.waitingNext;
  }
}
