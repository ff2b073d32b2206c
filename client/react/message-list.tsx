import { Fragment, useId } from 'react';
import { isWithdrawn } from '../core/conversation.js';
import { takesMessages } from '../core/takes-messages.js';
import { changeable, withoutEdited } from '../core/versions.js';
import { waitingTurns } from '../core/waiting-turns.js';
import { Answer } from './answer.js';
import { Icon } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { CitationsContext } from './markdown/cite.js';
import { QuoteCard } from './quote-card.js';
import { scrollable } from './scrollable.js';
import { dayName, sameDay } from './times.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';
import { useKeepPlace, usePinned } from './use-pinned.js';
import { useQuote } from './use-quote.js';
import { useVersions, type Viewed } from './use-versions.js';
import { UserMessage } from './user-message.js';

/** The conversation. Follows what is written only while its end is in view. */
export function MessageList() {
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  const { conversation, olderCursor, loadingOlder, loading, session } = state.current;
  const { turns } = conversation;
  const entries = withoutEdited(conversation.entries);
  const busy = Object.values(turns).some((turn) => turn.stage !== 'queued');
  const waiting = waitingTurns(conversation).map((turn) => turn.id);
  const takes = session === null || takesMessages(session);
  const last = takes && !state.readsOnly ? changeable(entries, turns) : null;
  const view = useVersions(entries);
  const { ref, pinned, toEnd } = usePinned(entries);
  useKeepPlace(ref, entries[0]?.key);
  const { quote, onShow, onHide, onStay, onLeave } = useQuote();
  const quoteId = useId();

  return (
    <div className="list-box">
      <div
        className="list"
        ref={ref}
        {...scrollable}
        role="log"
        aria-live="off"
        aria-busy={loading}
        aria-label={strings.conversation}
        onScroll={(event) => {
          if (event.currentTarget.scrollTop < 120) store.loadOlder();
        }}
      >
        {olderCursor !== null && (
          <button
            type="button"
            className="older"
            {...nextFocus('.list')}
            aria-disabled={loadingOlder}
            onClick={store.loadOlder}
          >
            {loadingOlder ? strings.loadingOlder : strings.loadOlder}
          </button>
        )}
        {loading && entries.length === 0 && <LoadingLines label={strings.loadingConversation} />}
        {entries.map((entry, index) => {
          const { message } = entry;
          const before = entries[index - 1]?.message;
          const below = entries[index + 1];
          const newDay = !before || !sameDay(before.created_at, message.created_at);
          const turn = message.turn_id ? turns[message.turn_id] : undefined;
          const place = waiting.indexOf(message.turn_id ?? '') + 1;
          // The first of all is not waiting in line: it is just about to begin.
          const placeBehind = busy || place > 1 ? place : 0;
          const mayStop = turn !== undefined && !state.readsOnly;
          const viewed = view(entry);
          const isLast = last !== null && [message.id, message.reply_to].includes(last);
          const mayChange = viewed?.isCurrent === true && isLast;
          return (
            <Fragment key={entry.key}>
              {newDay && (
                <span className="day">{dayName(message.created_at, new Date(), language, strings)}</span>
              )}
              {message.type === 'user' && viewed && (
                <UserMessage
                  viewed={viewed}
                  mayChange={mayChange}
                  placeBehind={placeBehind}
                  withdrawn={isTakenBack(viewed, below && view(below))}
                  withdrawable={mayStop && placeBehind > 0 ? turn : null}
                />
              )}
              {message.type === 'assistant' && placeBehind === 0 && viewed && (
                <CitationsContext
                  value={{
                    sources: viewed.entry.message.sources,
                    label: strings.source,
                    quoteId,
                    onShow,
                    onHide,
                    onLeave,
                  }}
                >
                  <Answer viewed={viewed} turn={turn} mayChange={mayChange} />
                </CitationsContext>
              )}
              {message.type === 'system' && <p className="system">{message.content}</p>}
            </Fragment>
          );
        })}
      </div>
      {!pinned && (
        <button type="button" className="jump" {...nextFocus('.list')} onClick={toEnd}>
          <Icon name="down" size={16} />
          {strings.jumpToLatest}
        </button>
      )}
      {quote && (
        <QuoteCard
          key={quote.held ? 'held' : 'shown'}
          {...quote}
          id={quoteId}
          onHide={onHide}
          onStay={onStay}
          onLeave={onLeave}
        />
      )}
    </div>
  );
}

/** Whether a question was withdrawn, as the row below tells if it is its answer. */
function isTakenBack(question: Viewed, below: Viewed | null | undefined): boolean {
  const answer = below?.entry.message;
  return answer?.reply_to === question.entry.message.id && isWithdrawn(answer);
}

function LoadingLines({ label }: { label: string }) {
  return (
    <div className="loading" role="status">
      <span className="unseen">{label}</span>
      <span />
      <span />
      <span />
    </div>
  );
}
