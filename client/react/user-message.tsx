import { memo } from 'react';
import type { Entry, TurnView } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { useLanguage, useStrings } from './locale.js';
import { clock } from './times.js';
import { useStore } from './use-aside.js';

/** What the user said, and how far it has come. */
export const UserMessage = memo(function UserMessage(props: { entry: Entry; turn: TurnView | undefined }) {
  const { entry, turn } = props;
  const store = useStore();
  const strings = useStrings();
  const language = useLanguage();
  const refused = entry.delivery === 'refused';
  return (
    <article className="mine" aria-label={strings.you}>
      <p className="bubble">{entry.message.content}</p>
      {refused && entry.problem && (
        <div className="failed" role="alert">
          <span>{strings.errors[entry.problem.code] ?? entry.problem.message}</span>
          <button type="button" className="button" onClick={() => store.resend(entry.key)}>
            {strings.tryAgain}
          </button>
        </div>
      )}
      <p className="meta">
        {clock(entry.message.created_at, language)}
        {' · '}
        {progress(entry, turn, strings)}
      </p>
    </article>
  );
});

function progress(entry: Entry, turn: TurnView | undefined, strings: Strings): string {
  switch (entry.delivery) {
    case 'sending':
      return strings.sending;
    case 'waiting':
      return entry.problem?.code === 'OFFLINE' ? strings.willBeSent : strings.willBeSentLater;
    case 'refused':
      return strings.notSent;
    case 'sent':
      if (turn?.stage !== 'queued' || turn.place < 2) return strings.sent;
      return strings.waitingInLine(turn.place);
  }
}
