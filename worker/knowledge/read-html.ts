import { Parser } from 'htmlparser2';
import type { Language } from '../../core/domain/message.js';
import { createMarkdownWriter } from './markdown-writer.js';

/** What of a page is no text of its author: code, controls, pictures, ways to other pages. */
const DROPPED = new Set(
  'script style nav noscript template svg math iframe object canvas audio video select textarea button dialog'.split(
    ' ',
  ),
);
const HEADING = /^h[1-6]$/;
/** Elements that begin a paragraph and end one. */
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
  header hgroup hr html legend main menu ol p section summary table tbody tfoot thead ul`.split(/\s+/),
);
/** What nobody sees on the page is not to be read by a model either. */
const INVISIBLE = /(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)/i;

/** Title, language and text of a page, as Markdown: headings, lists, tables and code; of a link its words. */
export function readHtml(html: string): { title: string | null; language: Language | null; body: string } {
  const writer = createMarkdownWriter();
  let language: Language | null = null;
  let title = '';
  let inTitle = false;
  let heading = '';
  let firstHeading = '';
  /** The element that is dropped with all that is in it, and how many of its name are open. */
  let dropped: { name: string; open: number } | null = null;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (dropped) {
          if (name === dropped.name) dropped.open++;
          return;
        }
        if (DROPPED.has(name) || isInvisible(attributes)) {
          dropped = { name, open: 1 };
          return;
        }
        if (name === 'html') language = languageOf(attributes.lang);
        else if (name === 'title') inTitle = true;
        else if (HEADING.test(name)) {
          heading = '';
          writer.openHeading(Number(name[1]));
        } else if (name === 'ul' || name === 'ol') writer.openList(name === 'ol');
        else if (name === 'li') writer.openItem();
        else if (name === 'table') writer.openTable();
        else if (name === 'tr') writer.openRow();
        else if (name === 'td' || name === 'th') writer.openCell();
        else if (name === 'pre') writer.openCode();
        else if (name === 'code') writer.mark('`');
        else if (name === 'br') writer.text('\n');
        else if (BLOCKS.has(name)) writer.endBlock();
      },
      ontext(text) {
        if (dropped) return;
        if (inTitle) {
          title += text;
          return;
        }
        heading += text;
        writer.text(text);
      },
      onclosetag(name) {
        if (dropped) {
          if (name === dropped.name && --dropped.open === 0) dropped = null;
          return;
        }
        if (name === 'title') inTitle = false;
        else if (HEADING.test(name)) {
          writer.endBlock();
          if (name === 'h1') firstHeading ||= oneLine(heading);
        } else if (name === 'ul' || name === 'ol') writer.closeList();
        else if (name === 'li') writer.closeItem();
        else if (name === 'table') writer.closeTable();
        else if (name === 'tr') writer.closeRow();
        else if (name === 'td' || name === 'th') writer.closeCell();
        else if (name === 'pre') writer.closeCode();
        else if (name === 'code') writer.mark('`');
        else if (BLOCKS.has(name)) writer.endBlock();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return { title: firstOf(oneLine(title), firstHeading), language, body: writer.end() };
}

function isInvisible({ hidden, style, 'aria-hidden': ariaHidden }: Record<string, string>): boolean {
  return hidden !== undefined || ariaHidden === 'true' || (style !== undefined && INVISIBLE.test(style));
}

/** `fr-CA` is French; of a language that is not known here the text itself has to tell. */
function languageOf(lang: string | undefined): Language | null {
  const primary = lang?.trim().toLowerCase().split(/[-_]/, 1)[0];
  return primary === 'en' || primary === 'fr' ? primary : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function firstOf(...texts: string[]): string | null {
  return texts.find((text) => text !== '') ?? null;
}
