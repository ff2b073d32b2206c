import type { Language } from '../../core/domain/message.js';
import { languageIfSure } from '../intent/language.js';
import { headingOf } from './markdown-heading.js';
import type { KnowledgeDocument } from './parse-document.js';
import { splitSentences } from './sentences.js';

/** The unit of search and of what the model reads. */
export interface Chunk {
  ordinal: number;
  /** Headings above it below the title: `Settings › Limits`; empty for what stands before the first one. */
  heading: string;
  /** Markdown. */
  body: string;
  /** Its own where that is sure, since a document may hold both; else the document's. */
  language: Language;
}

/** About 300 tokens: large enough to stand alone, small enough that five fit a prompt. */
export const MAX_CHUNK_CHARACTERS = 1_200;

interface Section {
  heading: string;
  blocks: Block[];
}

/** A paragraph, list item, table row or block of code, and what joins it to the block before. */
interface Block {
  text: string;
  glue: string;
  code: boolean;
}

/**
 * Cuts a document along its headings; whoever changes how raises `CHUNKING_VERSION`. A section that is too long is cut between blocks, then between
 * sentences, and only a single sentence longer than a chunk is cut inside. Apart from headings and white space
 * nothing is lost or repeated.
 */
export function chunkDocument(document: Pick<KnowledgeDocument, 'title' | 'body' | 'language'>): Chunk[] {
  return sectionsOf(document)
    .flatMap((section) => pack(section.blocks).map((body) => ({ heading: section.heading, body })))
    .map((chunk, ordinal) => ({
      ordinal,
      ...chunk,
      language: languageIfSure(chunk.body.replace(CODE_BLOCK, ' ')) ?? document.language,
    }));
}

/** Its words are of no language. */
const CODE_BLOCK = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const CODE_FENCE = /^\s*(```|~~~)/;
const OWN_BLOCK = /^\s*(?:[-*+•]\s|\d{1,3}[.)]\s|\||>)/;

function sectionsOf(document: Pick<KnowledgeDocument, 'title' | 'body'>): Section[] {
  const trail: string[] = [];
  const sections: Section[] = [];
  let section: Section = { heading: '', blocks: [] };
  let fence: string | null = null;
  let apart = false;
  sections.push(section);

  for (const line of document.body.split('\n')) {
    const marker = CODE_FENCE.exec(line)?.[1] ?? null;
    const last = section.blocks.at(-1);
    if (fence) {
      if (last) last.text += `\n${line}`;
      if (marker === fence) {
        fence = null;
        apart = true;
      }
      continue;
    }
    const heading = headingOf(line);
    if (heading) {
      const { level, text } = heading;
      trail.length = Math.min(trail.length, level - 1);
      while (trail.length < level - 1) trail.push('');
      trail.push(text === document.title ? '' : text);
      section = { heading: trail.filter((part) => part !== '').join(' › '), blocks: [] };
      sections.push(section);
    } else if (line.trim() === '') {
      apart = true;
      continue;
    } else if (marker || apart || !last || OWN_BLOCK.test(line)) {
      section.blocks.push({
        text: line.trimEnd(),
        glue: apart || marker ? '\n\n' : '\n',
        code: marker !== null,
      });
      fence = marker;
    } else {
      // A line of a wrapped paragraph.
      last.text += ` ${line.trim()}`;
    }
    apart = false;
  }
  return sections.filter((part) => part.blocks.length > 0);
}

function pack(blocks: readonly Block[]): string[] {
  const chunks: string[] = [];
  let open = '';
  const add = (text: string, glue: string) => {
    if (open !== '' && open.length + glue.length + text.length > MAX_CHUNK_CHARACTERS) {
      chunks.push(open.trim());
      open = '';
    }
    open += (open === '' ? '' : glue) + text;
  };
  for (const block of blocks) {
    if (block.text.length <= MAX_CHUNK_CHARACTERS) {
      add(block.text, block.glue);
      continue;
    }
    const pieces = block.code
      ? block.text.split('\n').map((line) => ({ text: line, glue: '\n' }))
      : splitSentences(block.text).map((sentence) => ({ text: sentence.trim(), glue: ' ' }));
    pieces.forEach((piece, index) => {
      const glue = index === 0 ? block.glue : piece.glue;
      for (const part of cut(piece.text)) add(part, glue);
    });
  }
  if (open.trim() !== '') chunks.push(open.trim());
  return chunks.filter((chunk) => chunk !== '');
}

/** A text without any place to cut it well, in pieces that fit, at blanks where there are any. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > MAX_CHUNK_CHARACTERS) {
    const blank = rest.lastIndexOf(' ', MAX_CHUNK_CHARACTERS);
    let at = blank > 0 ? blank : MAX_CHUNK_CHARACTERS;
    // Not between the halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(rest.charAt(at - 1))) at--;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  parts.push(rest);
  return parts;
}
