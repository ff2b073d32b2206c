import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { WireSource } from '../../core/contracts/shapes.js';
import { widgetLimits } from '../core/limits.js';
import { useStrings } from './locale.js';
import { safeHref } from './markdown/safe-href.js';

const MARGIN_PX = 12;
/** Between the card and the lines it belongs to. */
const GAP_PX = 6;

interface QuoteCardProps {
  source: WireSource;
  anchor: HTMLElement;
  /** Opened by touch: it stays, and leads to the source. */
  held: boolean;
  /** What the citation is described by. */
  id: string;
  onHide: () => void;
}

/**
 * The quote behind a citation. It lies below its number, where the next thing begins, or else above the paragraph or
 * point that the number closes: what is cited and what it is cited from are read side by side.
 */
export function QuoteCard({ source, anchor, held, id, onHide }: QuoteCardProps) {
  const strings = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const card = ref.current;
    const box = card?.parentElement?.getBoundingClientRect();
    if (!card || !box) return;
    const at = anchor.getBoundingClientRect();
    const block = anchor.closest('p, li, td, th, h3, blockquote') ?? anchor;
    const room = box.width - card.offsetWidth - MARGIN_PX;
    const left = Math.max(MARGIN_PX, Math.min(at.left - box.left - 24, room));
    const below = at.bottom - box.top + GAP_PX;
    const above = block.getBoundingClientRect().top - box.top - card.offsetHeight - GAP_PX;
    const fits = below + card.offsetHeight <= box.height - GAP_PX || above < GAP_PX;
    setPlace({ left, top: fits ? below : above });
  }, [anchor]);
  useEffect(() => {
    if (!held) return;
    const tree = anchor.getRootNode();
    const onDown = (event: Event) => {
      if (!(event.target instanceof Node) || !ref.current?.contains(event.target)) onHide();
    };
    // The focus stays on the number: losing it would take the quote away under the finger.
    const keepFocus = (event: Event) => event.preventDefault();
    const card = ref.current;
    tree.addEventListener('pointerdown', onDown);
    card?.addEventListener('mousedown', keepFocus);
    return () => {
      tree.removeEventListener('pointerdown', onDown);
      card?.removeEventListener('mousedown', keepFocus);
    };
  }, [anchor, held, onHide]);
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
  const href = held && source.url !== null ? safeHref(source.url) : null;
  return (
    <div
      ref={ref}
      id={id}
      className={held ? 'quote held' : 'quote'}
      role={held ? 'note' : 'tooltip'}
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
    >
      <b>{source.title}</b>
      <span>{quote}</span>
      {href && (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {strings.openSource}
        </a>
      )}
    </div>
  );
}
