import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import type { OfferedAction } from '../../core/contracts/quick-actions.js';
import { Icon, iconNamed } from './icon.js';
import { IconButton } from './icon-button.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';

/** All quick actions, above the field. Arrows move, Escape closes; what is typed goes along with the action. */
export function QuickMenu({ onChoose }: { onChoose: (action: OfferedAction) => void }) {
  const { state } = useAside();
  const strings = useStrings();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const hasHistory = state.current.conversation.entries.length > 0;
  const offered = state.quickActions.filter((action) => hasHistory || !action.needs_history);
  if (offered.length === 0) return null;

  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const opener = () => root.current?.querySelector<HTMLElement>('.icon-button');
  const toggle = () => {
    setOpen(!open);
    // Once it is drawn.
    if (!open) requestAnimationFrame(() => items()[0]?.focus());
  };
  const close = () => {
    setOpen(false);
    opener()?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    }
    const all = items();
    const at = all.findIndex((item) => item.matches(':focus'));
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? -1 : at - 1,
      Home: 0,
      End: -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    if (!root.current?.contains(event.relatedTarget)) setOpen(false);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing of its own, and hears the keys of all that it holds.
    <div className="quick-menu" ref={root} onKeyDown={onKeyDown} onBlur={onBlur}>
      <IconButton name="bolt" label={strings.quickActions} expanded={open} onClick={toggle} />
      {open && (
        <div className="menu" role="menu" id={id} aria-label={strings.quickActions}>
          {offered.map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                onChoose(action);
              }}
            >
              <Icon name={iconNamed(action.icon)} />
              <span>
                <b>{action.title}</b>
                <span>{action.question}</span>
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
