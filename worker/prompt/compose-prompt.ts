import type { ToolConfiguration } from '@aws-sdk/client-bedrock-runtime';
import type { Language, Message } from '../../core/domain/message.js';
import type { EntityType } from '../intent/intent-file.js';
import {
  canaryOf,
  checkNonce,
  fence,
  fenceLines,
  fenceSource,
  type PromptSource,
  withoutNonce,
} from './fence.js';
import { type Exchange, exchangesBefore, type HistoryMessage } from './history.js';
import { contextLines, entityLines, type SessionFacts } from './session-facts.js';
import type { PromptTemplates } from './templates.js';
import { approxTokens, firstTokens } from './tokens.js';
import { type ToolSpec, toolConfigOf } from './tool-config.js';

/** Tokens, as `approxTokens` counts them. */
export interface PromptBudget {
  total: number;
  /** The most that each part may take of it. */
  history: number;
  sources: number;
  context: number;
  summary: number;
}

/** Holds the longest question the API accepts (16,000 code points of four bytes), with room for the rest. */
export const defaultBudget: PromptBudget = {
  total: 32_000,
  history: 8_000,
  sources: 6_000,
  context: 3_000,
  summary: 1_000,
};

/** From here on, of 5, the prompt asks for patience. */
const HIGH_FRUSTRATION = 3;

export interface PromptInput {
  /** The part of the intent's definition that shapes the answer. */
  intent: { promptTemplate: string; maxTokens: number };
  /** What the intent wants to know and nobody has named. Nothing, unless given. */
  missing?: readonly EntityType[];
  language: Language;
  session: SessionFacts & { frustration: number };
  /** Of what was said before the history; null where there is none. */
  summary: string | null;
  /** Messages of the session in any order; the question may be among them. */
  history: readonly HistoryMessage[];
  /** Best first, numbered. */
  sources: readonly PromptSource[];
  /** The search says of itself that they are hardly about the question. */
  weakEvidence?: boolean;
  question: Pick<Message, 'id' | 'content'>;
  /** What the model may call. None, unless given. */
  tools?: readonly ToolSpec[];
  /** 12 hex digits, random for each request. */
  nonce: string;
  templates: PromptTemplates;
  budget: PromptBudget;
}

/** The input of Bedrock's ConverseStream, apart from the model; and what is to be known of it. */
export interface Prompt {
  system: ({ text: string } | { cachePoint: { type: 'default' } })[];
  messages: { role: 'user' | 'assistant'; content: { text: string }[] }[];
  inferenceConfig: { maxTokens: number; temperature: number };
  toolConfig?: ToolConfiguration;
  /** `cost@2.1`: template, version of the common texts, version of its own text. */
  templateVersion: string;
  /** The sources that found room; an answer can cite no other. */
  sources: PromptSource[];
  /** Stands in the instructions: an answer that holds it has told them. */
  canary: string;
}

/**
 * Pure: the same input gives the same bytes. Bedrock's rules hold for any input: the first message is the
 * user's, roles alternate, the last is the user's, no text is blank. No message holds the use of a tool: what tools said
 * in earlier turns is in their answers.
 *
 * What does not fit the budget gives way in this order: history, oldest exchange first; sources, lowest rank
 * first; what the conversation named; the session context, last line first. Instructions, tools, summary and question
 * never do: a RangeError says when the budget cannot hold those.
 *
 * What is the same for many requests comes first, so that a cache can keep it: tools, then instructions, then what is
 * known of this session.
 */
export function composePrompt(input: PromptInput): Prompt {
  const { templates, budget, nonce, question } = input;
  checkNonce(nonce);
  if (question.content.trim() === '') throw new RangeError('the question is blank');
  const name = input.intent.promptTemplate;
  const template = Object.hasOwn(templates.answers, name) ? templates.answers[name] : undefined;
  if (!template) throw new RangeError(`there is no prompt template ${name}`);

  const { common } = templates;
  const canary = canaryOf(nonce);
  const toolConfig = toolConfigOf(input.tools ?? []);
  const lasting = paragraphs(
    common.role,
    common.fences,
    template.cites ? common.honesty : '',
    toolConfig ? common.tools : '',
    template.instructions,
    common.answerIn[input.language],
  );
  const ofThisRequest = paragraphs(
    template.cites && input.weakEvidence ? common.weakEvidence : '',
    common.secrecy.replaceAll('{canary}', canary),
    missingText(common, input.missing ?? []),
    input.session.frustration >= HIGH_FRUSTRATION ? common.patience : '',
  );
  const summary = input.summary ? `${fenceSummary(input.summary, nonce, budget)}\n\n` : '';
  const asked = fence('question', question.content, nonce);

  let left = budget.total;
  for (const text of [lasting, ofThisRequest, summary, asked]) left -= approxTokens(text);
  if (toolConfig) left -= approxTokens(JSON.stringify(toolConfig));
  if (left < 0) throw new RangeError(`a budget of ${budget.total} tokens cannot hold the question`);

  // What gives way last is given room first.
  const facts = factsWithin(input.session, nonce, Math.min(left, budget.context));
  left -= approxTokens(facts);
  const shown = sourcesWithin(input.sources, nonce, Math.min(left, budget.sources));
  for (const source of shown) left -= source.tokens;
  const before = exchangesBefore(input.history, question.id);
  const exchanges = exchangesWithin(before, Math.min(left, budget.history));

  return {
    system: [
      { text: lasting },
      // Taken out again for a model that knows none.
      { cachePoint: { type: 'default' } },
      { text: ofThisRequest + facts },
    ],
    messages: [
      ...exchanges.flatMap((exchange) => [
        turn('user', withoutNonce(exchange.question, nonce)),
        turn('assistant', withoutNonce(exchange.answer, nonce)),
      ]),
      turn('user', summary + shown.map((source) => source.text).join('') + asked),
    ],
    inferenceConfig: { maxTokens: input.intent.maxTokens, temperature: template.temperature },
    ...(toolConfig && { toolConfig }),
    templateVersion: `${name}@${common.version}.${template.version}`,
    sources: shown.map((source) => source.source),
    canary,
  };
}

function missingText(
  { missing, missingNames }: PromptTemplates['common'],
  types: readonly EntityType[],
): string {
  const names = [...new Set(types.map((type) => missingNames[type]))];
  return names.length === 0 ? '' : missing.replaceAll('{missing}', names.join(' or '));
}

function paragraphs(...texts: string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function turn(role: 'user' | 'assistant', text: string): Prompt['messages'][number] {
  return { role, content: [{ text }] };
}

function fenceSummary(text: string, nonce: string, budget: PromptBudget): string {
  return fence('summary', firstTokens(text, budget.summary), nonce);
}

function factsWithin({ context, entities }: SessionFacts, nonce: string, tokens: number): string {
  const known = contextLines(context).map((line) => withoutNonce(line, nonce));
  const named = entityLines(entities).map((line) => withoutNonce(line, nonce));
  const fenced = () => fenceLines('session_context', known) + fenceLines('session_entities', named);
  while (approxTokens(fenced()) > tokens) (named.length > 0 ? named : known).pop();
  return fenced();
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
