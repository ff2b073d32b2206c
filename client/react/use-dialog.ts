import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Where the panel fills the window; the style sheets say the same. */
export const coversPage = '(max-width: 520px)';

/**
 * A dialog that is modal while it covers the page: what is behind it can be reached neither by Tab nor by a screen reader.
 * Beside the page it stands open like any other element. It has the focus where it was asked for and nothing in it takes
 * it, so that Escape is heard.
 *
 * @param hadFocus is told, when it goes away, whether the focus was in it
 */
export function useDialog(
  isAskedFor: boolean,
  hadFocus: RefObject<boolean>,
): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    const covering = matchMedia(coversPage);
    const show = () => {
      const focused = dialog && focusIn(dialog);
      dialog?.close();
      if (covering.matches) dialog?.showModal();
      else dialog?.setAttribute('open', '');
      // Both of them move it, and who is typing goes on.
      focused?.focus({ preventScroll: true });
    };
    show();
    covering.addEventListener('change', show);
    return () => {
      hadFocus.current = dialog?.matches(':focus-within') === true;
      covering.removeEventListener('change', show);
    };
  }, [hadFocus]);
  const mayTake = useRef(isAskedFor);
  useEffect(() => {
    const dialog = ref.current;
    if (mayTake.current && !dialog?.matches(':focus-within')) dialog?.focus({ preventScroll: true });
  }, []);
  return ref;
}

function focusIn(dialog: HTMLElement): HTMLElement | null {
  const { activeElement } = dialog.getRootNode() as Document | ShadowRoot;
  return activeElement instanceof HTMLElement && dialog.contains(activeElement) ? activeElement : null;
}
