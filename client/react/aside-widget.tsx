import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { adoptStyles } from './adopt-styles.js';
import { AsideChat } from './aside-chat.js';
import { Icon } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { useDialog } from './use-dialog.js';

interface AsideWidgetProps {
  theme?: 'light' | 'dark' | 'system';
  /** Whether the panel is open, where the page holds that; without it the widget does, and begins minimised. */
  open?: boolean;
  /** False where the page opens it by itself: then it leaves the focus where it is, unless it covers the page. */
  isAskedFor?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Launcher and panel at the corner of the page. Escape minimises; the focus goes back to the launcher. */
export function AsideWidget(props: AsideWidgetProps) {
  const { theme = 'system', isAskedFor } = props;
  const [isOpen, setOpen] = useState(false);
  const open = props.open ?? isOpen;
  const onOpenChange = (next: boolean) => {
    setOpen(next);
    props.onOpenChange?.(next);
  };
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  const startedOpen = useRef(open);
  const hadFocus = useRef(false);
  useLayoutEffect(() => adoptStyles(root.current), []);
  useEffect(() => store.setAttended(open), [open, store]);
  useEffect(() => {
    // Where the page minimised it, its user may be writing elsewhere.
    if (wasOpen.current && !open && hadFocus.current) launcher.current?.focus({ preventScroll: true });
    wasOpen.current = open;
    if (!open) startedOpen.current = false;
  }, [open]);

  return (
    <div className="aside widget" data-theme={theme} lang={language} ref={root}>
      {open ? (
        <Panel
          wide={state.wide}
          label={strings.assistant}
          isAskedFor={isAskedFor ?? !startedOpen.current}
          hadFocus={hadFocus}
          onMinimise={() => onOpenChange(false)}
        >
          <AsideChat
            theme={theme}
            isAskedFor={isAskedFor ?? !startedOpen.current}
            onMinimise={() => onOpenChange(false)}
            wide={state.wide}
            onWide={store.setWide}
          />
        </Panel>
      ) : (
        <button
          ref={launcher}
          type="button"
          className="launch"
          aria-label={strings.openAside(state.unread)}
          onClick={() => onOpenChange(true)}
        >
          <Icon name="mark" size={26} />
          {state.unread > 0 && <span className="badge">{state.unread > 9 ? '9+' : state.unread}</span>}
        </button>
      )}
    </div>
  );
}

interface PanelProps {
  wide: boolean;
  label: string;
  isAskedFor: boolean;
  hadFocus: RefObject<boolean>;
  onMinimise: () => void;
  children: ReactNode;
}

function Panel({ wide, label, isAskedFor, hadFocus, onMinimise, children }: PanelProps) {
  return (
    <dialog
      className={wide ? 'panel wide' : 'panel'}
      aria-label={label}
      tabIndex={-1}
      ref={useDialog(isAskedFor, hadFocus)}
      // Escape is for what has the focus first; the browser would close the whole.
      onKeyDownCapture={(event) => {
        if (event.key === 'Escape') event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onMinimise();
      }}
      // The way back of a phone.
      onCancel={(event) => {
        event.preventDefault();
        onMinimise();
      }}
    >
      {children}
    </dialog>
  );
}
