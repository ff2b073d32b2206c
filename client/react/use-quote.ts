import { useCallback, useEffect, useRef, useState } from 'react';
import type { WireSource } from '../../core/contracts/shapes.js';
import { widgetLimits } from '../core/limits.js';

interface ShownQuote {
  source: WireSource;
  /** Its number in the text. */
  anchor: HTMLElement;
  held: boolean;
}

/** The quote that is shown, if there is one. */
export function useQuote() {
  const [quote, setQuote] = useState<ShownQuote | null>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onStay = useCallback(() => clearTimeout(leaving.current), []);
  const onShow = useCallback(
    (source: WireSource, anchor: HTMLElement, held: boolean) => {
      onStay();
      setQuote({ source, anchor, held });
    },
    [onStay],
  );
  const onHide = useCallback(() => {
    onStay();
    setQuote(null);
  }, [onStay]);
  /** Between a number and its quote the pointer is on neither. What the keyboard shows does not go with the pointer. */
  const onLeave = useCallback(() => {
    onStay();
    leaving.current = setTimeout(
      () => setQuote((shown) => (shown?.anchor.matches(':focus-visible') ? shown : null)),
      widgetLimits.quoteStaysMs,
    );
  }, [onStay]);
  useEffect(() => onStay, [onStay]);
  return { quote, onShow, onHide, onStay, onLeave };
}
