import { type RefObject, useEffect } from 'react';

/**
 * Marks `root` with `data-keyboard` from a press of Tab to the next press of a pointer. To a browser every focused
 * text field is `:focus-visible`, also one that was clicked or that opened with the focus in it; the mark tells who
 * needs to be shown where the keyboard is.
 */
export function useKeyboardMark(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = ref.current;
    if (!root) return;
    const page = root.ownerDocument;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Tab') root.dataset.keyboard = '';
    };
    const onPointerDown = () => {
      delete root.dataset.keyboard;
    };
    // On the page, as Tab is pressed outside when it leads in, and before anyone can stop the event.
    page.addEventListener('keydown', onKeyDown, true);
    page.addEventListener('pointerdown', onPointerDown, true);
    return () => {
      page.removeEventListener('keydown', onKeyDown, true);
      page.removeEventListener('pointerdown', onPointerDown, true);
    };
  }, [ref]);
}
