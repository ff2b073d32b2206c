import type { Token } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { Cite } from './cite.js';
import { keepTogether } from './keep-together.js';
import { plainText } from './plain-text.js';
import { safeHref } from './safe-href.js';
import { splitCitations } from './split-citations.js';
import { childrenOf, keyed } from './tokens.js';
import { wholeTerms } from './whole-terms.js';

/** Inline tokens as elements. What is not known, and all HTML, becomes text: nothing here can run. */
export function Inline({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return keyed(tokens).map(({ key, token }) => <InlineToken key={key} token={token} />);
}

function InlineToken({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Inline tokens={childrenOf(token)} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inline tokens={childrenOf(token)} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inline tokens={childrenOf(token)} />
        </del>
      );
    case 'codespan':
      return <code>{wholeTerms('text' in token ? String(token.text) : token.raw)}</code>;
    case 'br':
      return <br />;
    case 'link': {
      const href = safeHref('href' in token ? String(token.href) : '');
      if (!href) return <Inline tokens={childrenOf(token)} />;
      return (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          <Inline tokens={childrenOf(token)} />
        </a>
      );
    }
    case 'text':
      if ('tokens' in token && token.tokens) return <Inline tokens={childrenOf(token)} />;
      return <Prose text={plainText(token)} />;
    case 'escape':
    case 'image':
      return plainText(token);
    default:
      return <Prose text={token.raw} />;
  }
}

function Prose({ text }: { text: string }): ReactNode {
  let offset = 0;
  return splitCitations(keepTogether(text)).map((part) => {
    const key = offset;
    offset += typeof part === 'string' ? part.length : 1;
    if (typeof part === 'number') return <Cite key={key} number={part} />;
    return <Fragment key={key}>{wholeTerms(part)}</Fragment>;
  });
}
