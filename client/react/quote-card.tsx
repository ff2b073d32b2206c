import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { WireSource } from '../../core/contracts/shapes.js';
import { widgetLimits } from '../core/limits.js';

const MARGIN_PX = 12;

interface QuoteCardProps {
  source: WireSource;
  anchor: HTMLElement;
  /** What the citation is described by. */
  id: string;
  onHide: () => void;
}

/** The quote behind a citation, above its number (or below, near the top of the list). */
export function QuoteCard({ source, anchor, id, onHide }: QuoteCardProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const card = ref.current;
    const box = card?.parentElement?.getBoundingClientRect();
    if (!card || !box) return;
    const at = anchor.getBoundingClientRect();
    const room = box.width - card.offsetWidth - MARGIN_PX;
    const left = Math.max(MARGIN_PX, Math.min(at.left - box.left - 24, room));
    const above = at.top - box.top - card.offsetHeight - 6;
    setPlace({ left, top: above > MARGIN_PX ? above : at.bottom - box.top + 6 });
  }, [anchor]);
  useEffect(() => {
    // Before anything else that Escape would close, wherever the focus is.
    const tree = anchor.getRootNode();
    const onKey = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
      event.stopPropagation();
      onHide();
    };
    tree.addEventListener('keydown', onKey, { capture: true });
    return () => tree.removeEventListener('keydown', onKey, { capture: true });
  }, [anchor, onHide]);
  const quote =
    source.quote.length > widgetLimits.quoteLength
      ? `${source.quote.slice(0, widgetLimits.quoteLength)}…`
      : source.quote;
  return (
    <div
      ref={ref}
      id={id}
      className="quote"
      role="tooltip"
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
    >
      <b>{source.title}</b>
      <span>{quote}</span>
    </div>
  );
}
