import { createContext, useContext } from 'react';
import type { WireSource } from '../../../core/contracts/shapes.js';
import { safeHref } from './safe-href.js';

/** The sources an answer's numbers point to, and who shows a quote. Empty while the answer is written. */
export interface Citations {
  sources: readonly WireSource[];
  label: (number: number, title: string) => string;
  onShow: (source: WireSource, anchor: HTMLElement) => void;
  onHide: () => void;
}

export const CitationsContext = createContext<Citations>({
  sources: [],
  label: (number) => String(number),
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
  const { sources, label, onShow, onHide } = useContext(CitationsContext);
  const source = sources.find((candidate) => candidate.number === number);
  if (!source) {
    return (
      <>
        {'\u2060'}
        <span className="cite">{number}</span>
      </>
    );
  }
  const show = (anchor: HTMLElement) => onShow(source, anchor);
  const name = label(number, source.title);
  const shared = {
    className: 'cite',
    'aria-label': name,
    onMouseEnter: (event: { currentTarget: HTMLElement }) => show(event.currentTarget),
    onFocus: (event: { currentTarget: HTMLElement }) => show(event.currentTarget),
    onMouseLeave: onHide,
    onBlur: onHide,
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
        <span {...shared} {...inlineButton}>
          {number}
        </span>
      )}
    </>
  );
}
