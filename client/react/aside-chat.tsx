import { useLayoutEffect, useRef, useState } from 'react';
import { adoptStyles } from './adopt-styles.js';
import { Announcer } from './announcer.js';
import type { ChatView } from './chat-view.js';
import { Composer } from './composer.js';
import { ContextForm } from './context-form.js';
import { EmptyState } from './empty-state.js';
import { ErrorBoundary } from './error-boundary.js';
import { Header } from './header.js';
import { useLanguage, useStrings } from './locale.js';
import { MessageList } from './message-list.js';
import { NoticeBar } from './notice-bar.js';
import { SessionsPanel } from './sessions-panel.js';
import { useAside } from './use-aside.js';
import { useFocusKeeper } from './use-focus-keeper.js';
import { useKeyboardMark } from './use-keyboard-mark.js';

export interface AsideChatProps {
  /** `light`, `dark`, or what the system prefers. */
  theme?: 'light' | 'dark' | 'system';
  /** Shows a button that minimises; without it the chat is part of the page. */
  onMinimise?: () => void;
}

/** The conversation with everything around it; fills the box it is put in. */
export function AsideChat({ theme = 'system', onMinimise }: AsideChatProps) {
  const { state } = useAside();
  const language = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => adoptStyles(root.current), []);
  useFocusKeeper(root);
  useKeyboardMark(root);
  return (
    <div className="aside chat" data-theme={theme} lang={language} tabIndex={-1} ref={root}>
      <ErrorBoundary of={state.current.key} fallback={<Broken />}>
        <Chat {...(onMinimise ? { onMinimise } : {})} />
      </ErrorBoundary>
    </div>
  );
}

function Chat({ onMinimise }: Pick<AsideChatProps, 'onMinimise'>) {
  const { state } = useAside();
  const [view, setView] = useState<ChatView>('conversation');
  const { current } = state;
  const isEmpty = current.conversation.entries.length === 0 && !current.loading;
  return (
    <>
      <Header view={view} onView={setView} {...(onMinimise ? { onMinimise } : {})} />
      <NoticeBar />
      {view === 'sessions' && <SessionsPanel onDone={() => setView('conversation')} />}
      {view === 'context' && <ContextForm onDone={() => setView('conversation')} />}
      {view === 'conversation' && (
        <>
          {isEmpty ? <EmptyState /> : <MessageList key={current.key} />}
          <Composer key={`composer-${current.key}`} onContext={() => setView('context')} />
        </>
      )}
      <Announcer />
    </>
  );
}

/** When the chat itself cannot be drawn: another session can. */
function Broken() {
  const { store } = useAside();
  const strings = useStrings();
  return (
    <div className="broken" role="alert">
      <p>{strings.chatBroke}</p>
      <button type="button" className="button primary" onClick={store.startNew}>
        {strings.newSession}
      </button>
    </div>
  );
}
