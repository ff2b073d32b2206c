import type { Language, Message } from '../../core/domain/message.js';
import type { SessionContext } from '../../core/domain/session.js';
import {
  contextLines,
  fenceContext,
  fenceQuestion,
  fenceSource,
  NONCE,
  type PromptSource,
  withoutNonce,
} from './fence.js';
import { type Exchange, exchangesOf, type HistoryMessage } from './history.js';
import type { PromptTemplates } from './templates.js';
import { approxTokens } from './tokens.js';

/** Tokens, as `approxTokens` counts them. */
export interface PromptBudget {
  total: number;
  /** The most that each part may take of it. */
  history: number;
  sources: number;
  context: number;
}

/** Holds the longest question the API accepts (16,000 code points of four bytes), with room for the rest. */
export const defaultBudget: PromptBudget = { total: 32_000, history: 8_000, sources: 6_000, context: 3_000 };

export interface PromptInput {
  /** The part of the intent's definition that shapes the answer. */
  intent: { promptTemplate: string; maxTokens: number };
  language: Language;
  context: SessionContext;
  /** Messages of the session in any order; the question may be among them. */
  history: readonly HistoryMessage[];
  /** Best first, numbered. */
  sources: readonly PromptSource[];
  /** The search says of itself that they are hardly about the question. */
  weakEvidence?: boolean;
  question: Pick<Message, 'id' | 'content'>;
  /** 12 hex digits, random for each request. */
  nonce: string;
  templates: PromptTemplates;
  budget: PromptBudget;
}

/** The input of Bedrock's ConverseStream, apart from the model. */
export interface Prompt {
  system: { text: string }[];
  messages: { role: 'user' | 'assistant'; content: { text: string }[] }[];
  inferenceConfig: { maxTokens: number; temperature: number };
  /** `cost@1.1`: template, version of the common texts, version of its own text. */
  templateVersion: string;
  /** The sources that found room; an answer can cite no other. */
  sources: PromptSource[];
}

/**
 * Pure: the same input gives the same bytes. Bedrock's rules hold for any input: the first message is the
 * user's, roles alternate, the last is the user's, no text is blank.
 *
 * What does not fit the budget gives way in this order: history, oldest exchange first; sources, lowest rank
 * first; the session context, last line first. Instructions and question never do: a RangeError says when the budget
 * cannot hold those two.
 */
export function composePrompt(input: PromptInput): Prompt {
  const { templates, budget, nonce, question } = input;
  if (!NONCE.test(nonce)) throw new RangeError('the nonce must be 12 hex digits');
  if (question.content.trim() === '') throw new RangeError('the question is blank');
  const template = Object.hasOwn(templates.byName, input.intent.promptTemplate)
    ? templates.byName[input.intent.promptTemplate]
    : undefined;
  if (!template) throw new RangeError(`there is no prompt template ${input.intent.promptTemplate}`);

  const instructions = [
    templates.role,
    templates.fences,
    template.cites ? templates.honesty : '',
    template.cites && input.weakEvidence ? templates.weakEvidence : '',
    template.instructions,
    templates.answerIn[input.language],
  ]
    .filter((text) => text !== '')
    .join('\n\n');
  const asked = fenceQuestion(question.content, nonce);

  let left = budget.total - approxTokens(instructions) - approxTokens(asked);
  if (left < 0) throw new RangeError(`a budget of ${budget.total} tokens cannot hold the question`);

  // What gives way last is given room first.
  const about = contextWithin(input.context, nonce, Math.min(left, budget.context));
  left -= approxTokens(about);
  const shown = sourcesWithin(input.sources, nonce, Math.min(left, budget.sources));
  for (const source of shown) left -= source.tokens;
  const exchanges = exchangesWithin(exchangesOf(input.history, question.id), Math.min(left, budget.history));

  return {
    system: [{ text: instructions + about }],
    messages: [
      ...exchanges.flatMap((exchange) => [
        turn('user', withoutNonce(exchange.question, nonce)),
        turn('assistant', withoutNonce(exchange.answer, nonce)),
      ]),
      turn('user', shown.map((source) => source.text).join('') + asked),
    ],
    inferenceConfig: { maxTokens: input.intent.maxTokens, temperature: template.temperature },
    templateVersion: `${input.intent.promptTemplate}@${templates.version}.${template.version}`,
    sources: shown.map((source) => source.source),
  };
}

function turn(role: 'user' | 'assistant', text: string): Prompt['messages'][number] {
  return { role, content: [{ text }] };
}

function contextWithin(context: SessionContext, nonce: string, tokens: number): string {
  const lines = contextLines(context).map((line) => withoutNonce(line, nonce));
  while (lines.length > 0 && approxTokens(fenceContext(lines)) > tokens) lines.pop();
  return fenceContext(lines);
}

function sourcesWithin(sources: readonly PromptSource[], nonce: string, tokens: number) {
  const shown: { source: PromptSource; text: string; tokens: number }[] = [];
  let left = tokens;
  for (const source of sources) {
    const text = fenceSource(source, nonce);
    const size = approxTokens(text);
    if (size > left) break;
    left -= size;
    shown.push({ source, text, tokens: size });
  }
  return shown;
}

function exchangesWithin(exchanges: readonly Exchange[], tokens: number): Exchange[] {
  const kept: Exchange[] = [];
  let left = tokens;
  for (const exchange of exchanges.toReversed()) {
    left -= approxTokens(exchange.question) + approxTokens(exchange.answer);
    if (left < 0) break;
    kept.unshift(exchange);
  }
  return kept;
}
