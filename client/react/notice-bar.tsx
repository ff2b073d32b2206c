import { useEffect, useState } from 'react';
import type { AsideState } from '../core/state.js';
import type { AsideStore } from '../core/store.js';
import { Icon } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { budgetBegins } from './times.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';
import { useOnline } from './use-online.js';

/** Where the focus goes when its button is gone. */
const afterwards = nextFocus('.composer textarea', '.list');

/**
 * Trouble of the connection, or of the last action, or a budget that is nearly used up, in one sentence with one button.
 * `over` the conversation it lies on the room at its top, so that nothing that is read moves or is hidden when it comes or
 * goes.
 */
export function NoticeBar({ over }: { over: boolean }) {
  return (
    <div className={over ? 'bar-place over' : 'bar-place'}>
      <Notice />
    </div>
  );
}

function Notice() {
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  const online = useOnline();
  const { connection, notice, unreached, budget } = state;
  const seconds = useCountdown(connection.retryAt);

  if (connection.word === 'offline' || connection.word === 'signed-out' || connection.word === 'refused') {
    const why = notice && (strings.errors[notice.code] ?? notice.message);
    const sentence = {
      'signed-out': isWritten(state, store)
        ? `${strings.signedOut} ${strings.writtenIsKept}`
        : strings.signedOut,
      refused: why ?? strings.connectionRefused,
      offline:
        unreached && online
          ? strings.unreached(unreached)
          : `${online ? strings.notReached : strings.noConnection} ${seconds > 0 ? strings.tryingIn(seconds) : strings.trying}`,
    }[connection.word];
    return (
      <div className="bar" {...afterwards}>
        <span>{sentence}</span>
        <button type="button" className="link-button" onClick={store.reconnectNow}>
          {connection.word === 'offline' ? strings.now : strings.tryAgain}
        </button>
      </div>
    );
  }
  if (notice) {
    return (
      <DismissibleBar role="alert" onDismiss={store.dismissNotice}>
        {strings.errors[notice.code] ?? notice.message}
      </DismissibleBar>
    );
  }
  if (budget && Date.parse(budget.resets_at) > Date.now()) {
    const percent = Math.min(100, Math.floor(budget.fraction * 100));
    return (
      <DismissibleBar role="status" onDismiss={store.dismissBudget}>
        {strings.budgetUsed(budget.window, percent, budgetBegins(budget, language))}
      </DismissibleBar>
    );
  }
  return null;
}

function isWritten({ current }: AsideState, store: AsideStore): boolean {
  return current.conversation.entries.length > 0 || store.readDraft() !== '';
}

function DismissibleBar(props: { role: 'alert' | 'status'; onDismiss(): void; children: string }) {
  const { dismiss } = useStrings();
  return (
    <div className="bar" role={props.role} {...afterwards}>
      <span>{props.children}</span>
      <button type="button" className="icon-button small" aria-label={dismiss} onClick={props.onDismiss}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

/** Whole seconds until a moment; 0 once it is past. */
function useCountdown(until: number | null): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
