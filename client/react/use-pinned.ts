import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Within this many pixels of the end, the end counts as being in view. */
const NEAR_PX = 48;

/**
 * Keeps a scrolling element at its end for as long as the reader is there. Scrolling up lets go; coming back,
 * or `toEnd`, takes hold again. A message that the user sends always comes into view.
 */
export function usePinned(entries: readonly { key: string; message: { type: string } }[]) {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef(true);
  /** Where the list was last seen or put. */
  const lastTop = useRef(0);
  const [pinned, setPinned] = useState(true);

  const hold = useCallback((on: boolean) => {
    held.current = on;
    setPinned(on);
  }, []);
  const pin = useCallback(() => {
    const list = ref.current;
    if (!list) return;
    list.scrollTop = list.scrollHeight;
    // Its scroll event may come after the reader has let go, and is not his coming back.
    lastTop.current = list.scrollTop;
  }, []);
  const toEnd = useCallback(() => {
    hold(true);
    pin();
  }, [hold, pin]);

  useEffect(() => {
    const list = ref.current;
    if (!list) return;
    const onScroll = () => {
      const moved = list.scrollTop - lastTop.current;
      const toGo = list.scrollHeight - list.scrollTop - list.clientHeight;
      // Growing text moves the end away from the reader, not the reader from the end; shrinking text leaves him at it.
      if (moved < -1 && toGo > 1) hold(false);
      else if (moved !== 0 && toGo < NEAR_PX) hold(true);
      lastTop.current = list.scrollTop;
    };
    // Before the list has moved: text that comes in between would hold him at the end.
    const onWheel = (event: WheelEvent) => {
      const zooms = event.ctrlKey;
      if (!zooms && event.deltaY < 0 && list.scrollTop > 0 && !goesToInner(event, list)) hold(false);
    };
    const start = () => list.parentElement?.offsetTop ?? 0;
    let lastStart = start();
    const resized = new ResizeObserver(() => {
      const lower = start() - lastStart;
      lastStart += lower;
      if (held.current) pin();
      // What comes above the list takes of its top, and what is read stays where it is.
      else if (lower !== 0) list.scrollTop += lower;
    });
    resized.observe(list);
    list.addEventListener('scroll', onScroll, { passive: true });
    list.addEventListener('wheel', onWheel, { passive: true });
    return () => {
      resized.disconnect();
      list.removeEventListener('scroll', onScroll);
      list.removeEventListener('wheel', onWheel);
    };
  }, [hold, pin]);

  const lastMine = entries.findLast((entry) => entry.message.type === 'user')?.key;
  const seenMine = useRef(lastMine);
  useLayoutEffect(() => {
    if (seenMine.current !== lastMine) hold(true);
    seenMine.current = lastMine;
    if (held.current) pin();
  });

  return { ref, pinned, toEnd };
}

/** Whether something inside of `list` is under the wheel that can itself still scroll up. */
function goesToInner(event: WheelEvent, list: HTMLElement): boolean {
  const path = event.composedPath();
  return path.slice(0, path.indexOf(list)).some((node) => node instanceof Element && node.scrollTop > 0);
}

/** When older messages are put in above, what the reader looks at stays where it is. */
export function useKeepPlace(ref: RefObject<HTMLDivElement | null>, firstKey: string | undefined): void {
  const before = useRef<{ key: string | undefined; height: number }>({ key: undefined, height: 0 });
  useLayoutEffect(() => {
    const list = ref.current;
    if (!list) return;
    const { key, height } = before.current;
    if (key !== undefined && key !== firstKey && list.scrollTop < 200) {
      list.scrollTop += list.scrollHeight - height;
    }
    before.current = { key: firstKey, height: list.scrollHeight };
  });
}
