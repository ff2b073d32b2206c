import type { ChatView } from './chat-view.js';
import { IconButton } from './icon-button.js';
import { useStrings } from './locale.js';
import { nameOf } from './session-name.js';
import { useAside } from './use-aside.js';
import { useOnline } from './use-online.js';

interface HeaderProps {
  view: ChatView;
  onView: (view: ChatView) => void;
  onMinimise?: () => void;
  onWide?: (wide: boolean) => void;
  wide?: boolean;
}

const dots: Readonly<Record<string, string>> = {
  connecting: 'wait',
  'catching-up': 'wait',
  offline: 'off',
  'signed-out': 'off',
  refused: 'off',
  polling: 'warn',
};

/** Where one is, and, in a word, whether the connection is alive. */
export function Header({ view, onView, onMinimise, onWide, wide = false }: HeaderProps) {
  const { state, store } = useAside();
  const strings = useStrings();
  const online = useOnline();
  const { current, connection } = state;
  const title =
    view === 'sessions'
      ? strings.sessions
      : view === 'context'
        ? strings.context
        : nameOf(current.session, current.conversation.entries, strings);
  return (
    <header className="head">
      {view === 'conversation' ? (
        <IconButton name="menu" label={strings.sessions} onClick={() => onView('sessions')} />
      ) : (
        <IconButton name="back" label={strings.backToConversation} onClick={() => onView('conversation')} />
      )}
      <div className="head-text">
        <h2 title={title}>{title}</h2>
        <span className="state" role="status">
          <span className={`dot ${dots[connection.word] ?? ''}`} />
          {strings.connection[connection.word === 'offline' && online ? 'refused' : connection.word]}
        </span>
      </div>
      {!state.readsOnly && (
        <IconButton
          name="plus"
          label={strings.newSession}
          onClick={() => {
            store.startNew();
            onView('conversation');
          }}
        />
      )}
      {onWide && (
        <IconButton
          name={wide ? 'shrink' : 'grow'}
          label={wide ? strings.smaller : strings.larger}
          className="size"
          onClick={() => onWide(!wide)}
        />
      )}
      {onMinimise && <IconButton name="down" label={strings.minimise} onClick={onMinimise} />}
    </header>
  );
}
