import type { WireMessage, WireSource } from '../../core/contracts/shapes.js';
import { useStrings } from './locale.js';
import { safeHref } from './markdown/safe-href.js';

/** The sources of an answer: number, title and where they are found. */
export function SourceCards({ sources, lang }: { sources: readonly WireSource[]; lang: Lang }) {
  const strings = useStrings();
  const inOrder = sources.toSorted((a, b) => a.number - b.number);
  return (
    <section className="sources" aria-label={strings.sources}>
      <h3>{strings.sources}</h3>
      {inOrder.map((source) => (
        <SourceCard key={source.number} source={source} lang={lang} />
      ))}
    </section>
  );
}

/** Of the answer, which is searched for in its own language first: what is quoted is nearly always in it too. */
type Lang = WireMessage['language'];

function SourceCard({ source, lang }: { source: WireSource; lang: Lang }) {
  const href = source.url === null ? null : safeHref(source.url);
  const inside = (
    <>
      <span className="cite">{source.number}</span>
      <b>{source.title}</b>
      <span className="path">{source.path}</span>
    </>
  );
  return href ? (
    <a
      className="card"
      data-source={source.number}
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {inside}
    </a>
  ) : (
    <details className="card" data-source={source.number}>
      <summary>{inside}</summary>
      <blockquote lang={lang ?? undefined}>{source.quote}</blockquote>
    </details>
  );
}
