import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { adoptStyles } from './adopt-styles.js';
import { Announcer } from './announcer.js';
import type { ChatView } from './chat-view.js';
import { ContextForm } from './context-form.js';
import { EmptyState } from './empty-state.js';
import { ErrorBoundary } from './error-boundary.js';
import { Foot } from './foot.js';
import { Header } from './header.js';
import { useLanguage, useStrings } from './locale.js';
import { MessageList } from './message-list.js';
import { NoticeBar } from './notice-bar.js';
import { SessionsPanel } from './sessions-panel.js';
import { useAside } from './use-aside.js';
import { useFocusKeeper } from './use-focus-keeper.js';
import { useKeyboardMark } from './use-keyboard-mark.js';
import { useQuickActions } from './use-quick-actions.js';

export interface AsideChatProps {
  /** `light`, `dark`, or what the system prefers. */
  theme?: 'light' | 'dark' | 'system';
  /** Shows a button that minimises; without it the chat is part of the page. */
  onMinimise?: () => void;
  /** Shows a button that makes it larger, and smaller again. */
  onWide?: (wide: boolean) => void;
  wide?: boolean;
  /** The user has just asked for it: the field takes the focus. Else it waits until the user turns to it. */
  isAskedFor?: boolean;
}

/** The conversation with everything around it; fills the box it is put in. */
export function AsideChat({ theme = 'system', isAskedFor = false, ...frame }: AsideChatProps) {
  const { state } = useAside();
  const language = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const hasTurned = useRef(isAskedFor);
  const onTurn = () => {
    hasTurned.current = true;
  };
  useLayoutEffect(() => adoptStyles(root.current), []);
  useFocusKeeper(root);
  useKeyboardMark(root);
  return (
    <div
      className="aside chat"
      data-theme={theme}
      lang={language}
      tabIndex={-1}
      ref={root}
      onFocusCapture={onTurn}
      onPointerDownCapture={onTurn}
    >
      <ErrorBoundary of={state.current.key} fallback={<Broken />}>
        <Chat mayFocus={() => hasTurned.current} {...frame} />
      </ErrorBoundary>
    </div>
  );
}

type Frame = Pick<AsideChatProps, 'onMinimise' | 'onWide' | 'wide'>;

interface ChatProps extends Frame {
  mayFocus: () => boolean;
}

function Chat({ mayFocus, ...frame }: ChatProps) {
  const { state } = useAside();
  const [view, setView] = useState<ChatView>('conversation');
  const { current } = state;
  const isEmpty = current.conversation.entries.length === 0 && !current.loading;
  useQuickActions();
  const toConversation = () => setView('conversation');
  /** Escape leaves one level at a time; on the conversation it is the widget's. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || view === 'conversation') return;
    event.stopPropagation();
    toConversation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing of its own, and hears Escape from all that it holds.
    <div className="views" onKeyDown={onKeyDown}>
      <Header view={view} onView={setView} {...frame} />
      <NoticeBar over={view === 'conversation'} />
      {view === 'sessions' && <SessionsPanel onDone={toConversation} />}
      {view === 'context' && <ContextForm onDone={toConversation} />}
      {view === 'conversation' && (
        <>
          {isEmpty ? <EmptyState /> : <MessageList key={current.key} />}
          <Foot onContext={() => setView('context')} mayFocus={mayFocus} />
        </>
      )}
      <Announcer />
    </div>
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
