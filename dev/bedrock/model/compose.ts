import { NO_SOURCE } from '../../../core/text/citation.js';
import { findNames } from '../../../worker/intent/entities.js';
import { wordsOf } from '../../../worker/intent/words.js';
import { glossary } from '../../../worker/knowledge/glossary.js';
import type { Coverage } from './coverage.js';
import type { Language } from './language.js';
import type { Passage } from './passages.js';
import { phrases } from './phrases.js';
import type { Source } from './prompt.js';
import type { Kind, Question, WantedTerm } from './question.js';
import { isDefinition, type Selection } from './select.js';
import { fold } from './stem.js';

/** An answer in Markdown: the key sentence, then the points, each with the number of its source after its full stop. */
export function composeAnswer(question: Question, selection: Selection, coverage: Coverage): string {
  const { language, kinds } = question;
  const words = phrases[language];
  const { lead, points } = selection;
  const paragraphs: string[] = [];
  if (lead.language !== language) paragraphs.push(words.foreign);
  paragraphs.push(cite(lead, language));
  if (points.length === 1 && points[0]) paragraphs.push(cite(points[0], language));
  else if (points.length > 1) {
    const kind = selection.isWholeList ? 'list' : leadingKind(kinds);
    const mark = (index: number) => (kind === 'how' ? `${index + 1}.` : '-');
    const items = points.map((point, index) => `${mark(index)} ${cite(point, language, true)}`);
    paragraphs.push(`${words.points[kind]}\n\n${items.join('\n')}`);
  }
  if (coverage.missingNames.length > 0)
    paragraphs.push(open(words.gap(listWords(coverage.missingNames, language)), question));
  return paragraphs.join('\n\n');
}

/** Offers sentences that may answer, each with the number of its source, and says that it is no more than that. */
export function composeClosest({ language }: Question, passages: Passage[]): string {
  const items = passages.map((passage) => `- ${cite(passage, language, true)}`);
  return `${phrases[language].closest}\n\n${items.join('\n')}`;
}

/** Says plainly that the sources do not answer, and what they are about instead. No citations: nothing is claimed. */
export function composeGap(question: Question, near: Source[], missing: WantedTerm[]): string {
  const words = phrases[question.language];
  const said = missing.length > 0 ? words.nothingOn(listWords(missing, question.language)) : words.nothing;
  const lead = open(said, question);
  if (near.length === 0) return lead;
  const items = near.map(
    ({ title, path }) => `- **${escapeMarkdown(title)}**${path ? ` (${escapeMarkdown(path)})` : ''}`,
  );
  return `${lead}\n\n${words.nearest(near.length)}\n\n${items.join('\n')}\n\n${words.offer(near.length)}`;
}

/**
 * Where the search gave no source at all: what AWS knows by name may be in the knowledge base all the same, and was only
 * not found for these words.
 */
export function composeNothingFound(question: Question, missing: WantedTerm[]): string {
  if (missing.length === 0) return composeGap(question, [], []);
  const known = namesOfAws(missing.map(({ word }) => word).join(' '));
  const unknown = missing.filter(({ word }) => !known.has(fold(word)));
  return unknown.length > 0
    ? composeGap(question, [], unknown)
    : open(phrases[question.language].nothingFound, question);
}

const glossaryWords = new Set(glossary.flatMap((line) => wordsOf(line).map(({ folded }) => folded)));

/** The words of these that name a service of AWS, or are in the glossary of its field. */
function namesOfAws(words: string): Set<string> {
  const all = wordsOf(words);
  const named = findNames(words, all).filter(({ type }) => type === 'aws_service');
  const isNamed = (start: number) => named.some((name) => name.start <= start && start < name.end);
  const known = all.filter(({ folded, start }) => isNamed(start) || glossaryWords.has(folded));
  return new Set(known.map(({ start, end }) => fold(words.slice(start, end))));
}

function open(sentence: string, { marksOpen }: Question): string {
  return marksOpen ? `${sentence}${NO_SOURCE}` : sentence;
}

/** Where a question is of two kinds, the one that shapes the answer. */
function leadingKind(kinds: Set<Kind>): Kind {
  const order: Kind[] = ['compare', 'how', 'cost', 'count', 'why', 'what'];
  return order.find((kind) => kinds.has(kind)) ?? 'what';
}

function cite({ text, source, language: written }: Passage, language: Language, asPoint = false): string {
  const sentence = /[.!?…]["”»)]*$/.test(text) ? text : `${text}.`;
  const said = written === language ? sentence : phrases[language].quote(sentence);
  return `${asPoint && isDefinition(said) ? boldTerm(said) : said}[${source.number}]`;
}

function boldTerm(text: string): string {
  return /[*_`]/.test(text.slice(0, text.indexOf(':'))) ? text : text.replace(/^([^:]+?)(\s?:)/, '**$1**$2');
}

function listWords(terms: WantedTerm[], language: Language): string {
  const words = terms.slice(0, 4).map((term) => `“${term.word}”`);
  const quoted = language === 'fr' ? words.map((word) => `« ${word.slice(1, -1)} »`) : words;
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} ${language === 'fr' ? 'ni de' : 'or'} ${last}` : last;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}
