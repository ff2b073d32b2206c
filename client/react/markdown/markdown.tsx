import { lexer, type Token, type Tokens } from 'marked';
import { memo, type ReactNode, useMemo } from 'react';
import { CodeBlock } from './code-block.js';
import { Inline } from './inline.js';
import { isTangled } from './is-tangled.js';
import { plainText } from './plain-text.js';
import { settlePartial } from './settle-partial.js';
import { Table } from './table.js';
import { childrenOf, keyed } from './tokens.js';

interface MarkdownProps {
  text: string;
  /** Still being written. */
  partial: boolean;
  caret: boolean;
  /** Language of the text, when it is known. */
  lang?: string | null;
}

/**
 * Markdown as React elements, by way of a list of tokens: no HTML string is ever made. Raw HTML shows as the
 * text it is, images as their description, links only to http, https and mailto. Blocks that did not change
 * since the last piece of text are not drawn again. What is too tangled to be read shows as it was written.
 */
export function Markdown({ text, partial, caret, lang }: MarkdownProps) {
  const read = useMemo(() => (isTangled(text) ? null : readBlocks(text, partial)), [text, partial]);
  if (!read) return <PlainProse text={text} lang={lang} />;
  return (
    <div className={caret ? 'prose writing' : 'prose'} lang={lang ?? undefined}>
      {keyed(read.blocks).map(({ key, token }) => (
        <Block key={key} token={token} links={read.links} />
      ))}
    </div>
  );
}

function readBlocks(text: string, partial: boolean) {
  const tokens = lexer(partial ? settlePartial(text) : text, { gfm: true });
  const blocks = tokens.filter(({ type }) => type !== 'space' && type !== 'def');
  return { blocks, links: JSON.stringify(tokens.links) };
}

/** An answer as it was written, for when it cannot be drawn. */
export function PlainProse({ text, lang }: { text: string; lang?: string | null | undefined }) {
  return (
    <div className="prose" lang={lang ?? undefined}>
      <p className="as-written">{text}</p>
    </div>
  );
}

const Block = memo(
  /** `links`: what is defined at the end of a text is referred to in all of it. */
  function Block({ token }: { token: Token; links: string }): ReactNode {
    return <BlockBody token={token} />;
  },
  (before, after) =>
    before.token.raw === after.token.raw &&
    before.token.type === after.token.type &&
    before.links === after.links,
);

function BlockBody({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return (
        <p>
          <Inline tokens={childrenOf(token)} />
        </p>
      );
    case 'heading':
      // The page has its own outline: in it an answer's headings are all of one level.
      return (
        <h3 className={(token as Tokens.Heading).depth > 2 ? 'minor' : undefined}>
          <Inline tokens={childrenOf(token)} />
        </h3>
      );
    case 'list':
      return <List list={token as Tokens.List} />;
    case 'code':
      return <CodeBlock code={(token as Tokens.Code).text} language={(token as Tokens.Code).lang ?? ''} />;
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={childrenOf(token)} />
        </blockquote>
      );
    case 'table':
      return <Table table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'checkbox':
      return (token as Tokens.Checkbox).checked ? '☑ ' : '☐ ';
    case 'html':
      return <p>{token.raw.trim()}</p>;
    default:
      return childrenOf(token).length > 0 ? <Inline tokens={childrenOf(token)} /> : plainText(token);
  }
}

function Blocks({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return keyed(tokens.filter((token) => token.type !== 'space')).map(({ key, token }) => (
    <BlockBody key={key} token={token} />
  ));
}

function List({ list }: { list: Tokens.List }) {
  const items = keyed(list.items).map(({ key, token }) => (
    <li key={key}>
      <Blocks tokens={childrenOf(token)} />
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}
