import { createContext, type KeyboardEvent, useContext, useState } from 'react';
import type { WireSource } from '../../../core/contracts/shapes.js';
import { safeHref } from './safe-href.js';

/** The sources an answer's numbers point to, and who shows a quote. Empty while the answer is written. */
export interface Citations {
  sources: readonly WireSource[];
  label: (number: number, title: string) => string;
  /** Of the quote, while it is shown. */
  quoteId: string;
  onShow: (source: WireSource, anchor: HTMLElement) => void;
  onHide: () => void;
}

export const CitationsContext = createContext<Citations>({
  sources: [],
  label: (number) => String(number),
  quoteId: '',
  onShow: () => undefined,
  onHide: () => undefined,
});

/** A button element is a box that lines break around; a citation has to flow with its sentence. */
const inlineButton = { role: 'button', tabIndex: 0 } as const;

/**
 * A citation's number. It is inline text and not a box, with a word joiner before it, so that no line can
 * break between a sentence and its source.
 */
export function Cite({ number }: { number: number }) {
  const { sources, label, quoteId, onShow, onHide } = useContext(CitationsContext);
  const [described, setDescribed] = useState(false);
  const source = sources.find((candidate) => candidate.number === number);
  if (!source) {
    return (
      <>
        {'\u2060'}
        <span className="cite">{number}</span>
      </>
    );
  }
  const show = (event: { currentTarget: HTMLElement }) => {
    onShow(source, event.currentTarget);
    setDescribed(true);
  };
  const hide = () => {
    onHide();
    setDescribed(false);
  };
  const name = label(number, source.title);
  const shared = {
    className: 'cite',
    'aria-label': name,
    'aria-describedby': described ? quoteId : undefined,
    onMouseEnter: show,
    onFocus: show,
    onMouseLeave: hide,
    onBlur: hide,
  };
  const pressed = {
    onClick: (event: { currentTarget: HTMLElement }) => openSource(event.currentTarget, number),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      openSource(event.currentTarget, number);
    },
  };
  const href = source.url === null ? null : safeHref(source.url);
  return (
    <>
      {'\u2060'}
      {href ? (
        <a {...shared} href={href} target="_blank" rel="noopener noreferrer nofollow">
          {number}
        </a>
      ) : (
        <span {...shared} {...inlineButton} {...pressed}>
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
