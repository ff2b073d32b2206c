import { type RefObject, useEffect } from 'react';

/** Focus goes to the first of these that is there, when what bears the attribute goes away with the focus in it. */
export const nextFocus = (...selectors: string[]) => ({ 'data-next': selectors.join('|') });

/**
 * Keeps the keyboard's place. Browsers give the focus to the page when the focused control is taken away or
 * disabled; here it goes where the control, or what it stood in, names ({@link nextFocus}), nearest first, and
 * to `root` when nothing named is there.
 */
export function useFocusKeeper(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = ref.current;
    if (!root) return;
    /** The focused control and what it stands in, which is no longer to be asked once they are taken away. */
    let path: Element[] = [];
    const onFocusIn = (event: FocusEvent) => {
      path = [];
      let element = event.target instanceof Element ? event.target : null;
      for (; element && element !== root; element = element.parentElement) path.push(element);
    };
    const onFocusOut = (event: FocusEvent) => {
      const [left] = path;
      if (event.relatedTarget !== null) path = [];
      // Once it is clear that the control is still there, the user has put the focus nowhere, and it stays there.
      else setTimeout(() => path[0] === left && isThere(left) && document.hasFocus() && forget());
    };
    const forget = () => {
      if (!hasFocus(root)) path = [];
    };
    const look = () => {
      const [held] = path;
      if (!held || isThere(held)) return;
      const next = path
        .flatMap((element) => element.getAttribute('data-next')?.split('|') ?? [])
        .map((selector) => root.querySelector<HTMLElement>(selector))
        .find((element) => element !== held && isThere(element));
      path = [];
      if (!hasFocus(root)) (next ?? root).focus({ preventScroll: true });
    };
    const watch = new MutationObserver(look);
    watch.observe(root, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    root.addEventListener('focusin', onFocusIn);
    root.addEventListener('focusout', onFocusOut);
    return () => {
      watch.disconnect();
      root.removeEventListener('focusin', onFocusIn);
      root.removeEventListener('focusout', onFocusOut);
    };
  }, [ref]);
}

function isThere(element: Element | null | undefined): boolean {
  return element?.isConnected === true && !element.matches(':disabled');
}

/** Whether the focus is on something: in this tree or, by the user's own choice, elsewhere on the page. */
function hasFocus(root: HTMLElement): boolean {
  const tree = root.getRootNode();
  if (tree instanceof ShadowRoot && isThere(tree.activeElement)) return true;
  const { activeElement, body } = root.ownerDocument;
  if (tree instanceof ShadowRoot && activeElement === tree.host) return false;
  return isThere(activeElement) && activeElement !== body;
}
