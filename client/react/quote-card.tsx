import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { WireSource } from '../../core/contracts/shapes.js';
import { widgetLimits } from '../core/limits.js';
import { useStrings } from './locale.js';
import { safeHref } from './markdown/safe-href.js';
import { nextFocus } from './use-focus-keeper.js';

const MARGIN_PX = 12;
/** Between the card and the lines it belongs to. */
const GAP_PX = 6;

interface QuoteCardProps {
  source: WireSource;
  anchor: HTMLElement;
  /** Opened by touch: it stays, and leads to the source. With an address to go to it has the focus. */
  held: boolean;
  /** What the citation is described by. */
  id: string;
  onHide: () => void;
  /** The pointer is on it, and has left it. */
  onStay: () => void;
  onLeave: () => void;
}

/**
 * The quote behind a citation. It lies below its number, where the next thing begins, or else above the paragraph or
 * point that the number closes: what is cited and what it is cited from are read side by side.
 */
export function QuoteCard({ source, anchor, held, id, onHide, onStay, onLeave }: QuoteCardProps) {
  const strings = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const href = held && source.url !== null ? safeHref(source.url) : null;
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const list = anchor.closest('.list');
    const lay = () => {
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
    };
    const onScroll = () => {
      // The list scrolls also to bring into view what the keyboard goes to.
      if (anchor.matches(':focus-visible') && isInView(anchor, list)) lay();
      else onHide();
    };
    lay();
    list?.addEventListener('scroll', onScroll, { passive: true });
    return () => list?.removeEventListener('scroll', onScroll);
  }, [anchor, onHide]);
  useEffect(() => {
    if (!held) return;
    const tree = anchor.getRootNode();
    const onDown = (event: Event) => {
      if (!(event.target instanceof Node) || !ref.current?.contains(event.target)) onHide();
    };
    // The focus stays where it is: losing it would take the quote away under the finger.
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
    // Before it has its place it is hidden, and takes no focus.
    if (place) link.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => {
    // Of the page: who looks by the pointer may have the focus outside of the widget.
    const page = anchor.ownerDocument;
    const onKey = (event: KeyboardEvent) => {
      const isInside = link.current !== null && event.composedPath()[0] === link.current;
      if (event.key === 'Escape') {
        // Before anything else that Escape would close, wherever the focus is, by us or by the browser.
        event.stopPropagation();
        event.preventDefault();
      } else if (event.key !== 'Tab' || !isInside) return;
      // Back to the number; from there Tab goes on.
      else if (event.shiftKey) event.preventDefault();
      if (isInside) anchor.focus({ preventScroll: true });
      onHide();
    };
    page.addEventListener('keydown', onKey, { capture: true });
    return () => page.removeEventListener('keydown', onKey, { capture: true });
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
      onPointerEnter={onStay}
      onPointerLeave={held ? undefined : onLeave}
      {...(href
        ? { role: 'dialog', 'aria-label': source.title, 'aria-describedby': `${id}text` }
        : { role: 'tooltip' })}
      {...nextFocus('.list')}
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
    >
      <b>{source.title}</b>
      <span id={`${id}text`} lang={anchor.closest<HTMLElement>('[lang]')?.lang}>
        {quote}
      </span>
      {href && (
        <a ref={link} href={href} onBlur={onHide} target="_blank" rel="noopener noreferrer nofollow">
          {strings.openSource}
        </a>
      )}
    </div>
  );
}

function isInView(anchor: HTMLElement, list: Element | null): boolean {
  const at = anchor.getBoundingClientRect();
  const box = list?.getBoundingClientRect();
  return !box || (at.bottom > box.top && at.top < box.bottom);
}
