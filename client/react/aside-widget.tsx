import { useEffect, useLayoutEffect, useRef } from 'react';
import { adoptStyles } from './adopt-styles.js';
import { AsideChat } from './aside-chat.js';
import { Icon } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { useAside } from './use-aside.js';

interface AsideWidgetProps {
  theme?: 'light' | 'dark' | 'system';
  open: boolean;
  /** False where the page opens it by itself: then it leaves the focus where it is. */
  isAskedFor?: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Launcher and panel at the corner of the page. Escape minimises; the focus goes back to the launcher. */
export function AsideWidget(props: AsideWidgetProps) {
  const { theme = 'system', open, onOpenChange, isAskedFor } = props;
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  const startedOpen = useRef(open);
  useLayoutEffect(() => adoptStyles(root.current), []);
  useEffect(() => store.setAttended(open), [open, store]);
  useEffect(() => {
    if (wasOpen.current && !open) launcher.current?.focus({ preventScroll: true });
    wasOpen.current = open;
    if (!open) startedOpen.current = false;
  }, [open]);

  return (
    <div className="aside widget" data-theme={theme} lang={language} ref={root}>
      {open ? (
        <section
          className={state.wide ? 'panel wide' : 'panel'}
          role="dialog"
          aria-label={strings.assistant}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            onOpenChange(false);
          }}
        >
          <AsideChat
            theme={theme}
            isAskedFor={isAskedFor ?? !startedOpen.current}
            onMinimise={() => onOpenChange(false)}
            wide={state.wide}
            onWide={store.setWide}
          />
        </section>
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
