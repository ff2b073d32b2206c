import {
  createContext,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useContext,
  useRef,
  useState,
} from 'react';
import type { WireSource } from '../../../core/contracts/shapes.js';
import { safeHref } from './safe-href.js';

/** The sources an answer's numbers point to, and who shows a quote. Empty while the answer is written. */
export interface Citations {
  sources: readonly WireSource[];
  label: (number: number, title: string) => string;
  /** Of the quote, while it is shown. */
  quoteId: string;
  /** `held`: by touch, so that it stays until the next one, and takes the focus where it has a way to the source. */
  onShow: (source: WireSource, anchor: HTMLElement, held: boolean) => void;
  onHide: () => void;
  /** The pointer has left the number: the quote stays if it gets there. */
  onLeave: () => void;
}

export const CitationsContext = createContext<Citations>({
  sources: [],
  label: (number) => String(number),
  quoteId: '',
  onShow: () => undefined,
  onHide: () => undefined,
  onLeave: () => undefined,
});

/** A button element is a box that lines break around; a citation has to flow with its sentence. */
const inlineButton = { role: 'button', tabIndex: 0 } as const;

/**
 * A citation's number. It is inline text and not a box, with a word joiner before it, so that no line can
 * break between a sentence and its source.
 */
export function Cite({ number }: { number: number }) {
  const { sources, label, quoteId, onShow, onHide, onLeave } = useContext(CitationsContext);
  const [described, setDescribed] = useState(false);
  const touched = useRef(false);
  const source = sources.find((candidate) => candidate.number === number);
  if (!source) {
    return (
      <>
        {'\u2060'}
        <span className="cite">{number}</span>
      </>
    );
  }
  const href = source.url === null ? null : safeHref(source.url);
  const show = (anchor: HTMLElement, held = false) => {
    onShow(source, anchor, held);
    setDescribed(true);
  };
  const hide = () => {
    onHide();
    setDescribed(false);
  };
  const shared = {
    className: 'cite',
    'aria-label': label(number, source.title),
    'aria-describedby': described ? quoteId : undefined,
    onPointerDown: (event: PointerEvent) => {
      touched.current = event.pointerType === 'touch';
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      touched.current = false;
      if (href || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      openSource(event.currentTarget, number);
    },
    onPointerEnter: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === 'mouse') show(event.currentTarget);
    },
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== 'mouse') return;
      onLeave();
      if (!event.currentTarget.matches(':focus-visible')) setDescribed(false);
    },
    onFocus: (event: FocusEvent<HTMLElement>) => show(event.currentTarget),
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Element && relatedTarget.closest('.quote'))) hide();
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      // A finger has no other way to see the quote; the way to the source is in it.
      if (touched.current) event.preventDefault();
      if (touched.current) show(event.currentTarget, true);
      else if (!href) openSource(event.currentTarget, number);
    },
  };
  return (
    <>
      {'\u2060'}
      {href ? (
        <a {...shared} href={href} target="_blank" rel="noopener noreferrer nofollow">
          {number}
        </a>
      ) : (
        <span {...shared} {...inlineButton}>
          {number}
        </span>
      )}
    </>
  );
}

/** Goes to the source below the answer, and opens its whole quote. */
function openSource(cite: HTMLElement, number: number): void {
  const card = cite.closest('.answer')?.querySelector(`[data-source="${number}"]`);
  if (!(card instanceof HTMLDetailsElement)) return;
  card.open = true;
  card.querySelector('summary')?.focus();
  card.scrollIntoView({ block: 'nearest' });
}
