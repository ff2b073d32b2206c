import { memo, useId, useState } from 'react';
import type { Entry, TurnView } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { EditForm } from './edit-form.js';
import { IconButton } from './icon-button.js';
import { useLanguage, useStrings } from './locale.js';
import { wholeTerms } from './markdown/whole-terms.js';
import { sentenceOf } from './sentence-of.js';
import { clock } from './times.js';
import { useStore } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';
import { useOnline } from './use-online.js';
import { looksAlike, type Viewed } from './use-versions.js';
import { VersionPager } from './version-pager.js';

interface UserMessageProps {
  viewed: Viewed;
  /** Whether it may be edited. */
  mayChange: boolean;
  /** Its place among those that wait where another one comes first, 1 being the next; otherwise 0. */
  placeBehind: number;
  /** It was taken back before its turn began. */
  withdrawn: boolean;
  /** Its turn, where its user may take it out of the line. */
  withdrawable: TurnView | null;
}

/** What the user said, and how far it has come. */
export const UserMessage = memo(function UserMessage({
  viewed,
  mayChange,
  placeBehind,
  withdrawn,
  withdrawable,
}: UserMessageProps) {
  const store = useStore();
  const strings = useStrings();
  const language = useLanguage();
  const online = useOnline();
  const { entry } = viewed;
  const bubble = useId();
  const { message } = entry;
  const [editing, setEditing] = useState<'asked' | 'kept' | null>(() =>
    store.readEdit(message.id) === '' ? null : 'kept',
  );
  const endEdit = () => {
    store.writeEdit(message.id, '');
    setEditing(null);
  };
  const refused = entry.delivery === 'refused';
  if (editing && mayChange) {
    return (
      <article className="mine editing" aria-label={strings.you}>
        <EditForm
          content={store.readEdit(message.id) || message.content}
          onChange={(text) => store.writeEdit(message.id, text)}
          isAskedFor={editing === 'asked'}
          onSend={(content) => {
            const taken = store.send(content, { content, replaces: message.id });
            if (taken) endEdit();
            return taken;
          }}
          onCancel={endEdit}
        />
      </article>
    );
  }
  return (
    <article className="mine" aria-label={strings.you}>
      <p id={bubble} className="bubble" lang={entry.message.language ?? undefined}>
        {wholeTerms(entry.message.content)}
      </p>
      {refused && entry.problem && (
        <div className="failed" {...nextFocus('.composer textarea', '.list')}>
          <span>{sentenceOf(entry.problem, strings, language)}</span>
          <div className="form-buttons">
            {/* No number of tries changes a role, a rule, or what is left of a budget. */}
            {needsChange.has(entry.problem.code) && (
              <button type="button" className="button" onClick={() => store.takeBack(entry.key)}>
                {strings.edit}
              </button>
            )}
            {entry.problem.code !== 'FORBIDDEN' && !needsChange.has(entry.problem.code) && (
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
      <div className="under" {...nextFocus('.composer textarea', '.list')}>
        <VersionPager
          label={strings.versionsOfQuestion}
          version={message.version}
          versions={viewed.versions}
          onLeaf={viewed.leaf}
        />
        {mayChange && (
          <IconButton
            small
            className="edit-button"
            name="pen"
            label={strings.editQuestion}
            onClick={() => setEditing('asked')}
          />
        )}
        <p className="meta">
          {clock(message.created_at, language)}
          {' · '}
          {withdrawn ? strings.withdrawn : progress(entry, placeBehind, online, strings)}
        </p>
        {entry.delivery === 'waiting' && (
          <button
            type="button"
            className="link-button"
            aria-describedby={bubble}
            onClick={() => store.discard(entry.key)}
          >
            {strings.withdraw}
          </button>
        )}
        {withdrawable !== null && (
          <button
            type="button"
            className="link-button"
            aria-describedby={bubble}
            disabled={withdrawable.stopping}
            onClick={() => store.stopTurn(withdrawable.id)}
          >
            {withdrawable.stopping ? strings.withdrawing : strings.withdraw}
          </button>
        )}
      </div>
    </article>
  );
}, looksAlike);

/** Refusals that the same text would meet again: it goes back to where it was typed. */
const needsChange: ReadonlySet<string> = new Set([
  'BUDGET_EXCEEDED',
  'CHAT_MESSAGE_BLOCKED',
  'CHAT_MESSAGE_NOT_FOUND',
  'CHAT_NOT_LAST',
  'CHAT_TOO_MANY_VERSIONS',
]);

function progress(entry: Entry, place: number, online: boolean, strings: Strings): string {
  switch (entry.delivery) {
    case 'sending':
      return strings.sending;
    case 'waiting':
      return online ? strings.willBeSentLater : strings.willBeSent;
    case 'refused':
      return strings.notSent;
    case 'sent':
      if (place === 0) return strings.sent;
      return place > 1 ? strings.waitingInLine(place) : strings.waitingNext;
  }
}
