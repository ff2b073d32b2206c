import { randomBytes } from 'node:crypto';
import type { Db } from '../../core/store/data-source.js';
import {
  findSummaryMaterial,
  type SummarisedMessage,
  saveSummary,
} from '../../core/store/session-summaries.js';
import { type Exchange, exchangesOf } from '../prompt/history.js';
import type { DigestTemplate } from '../prompt/templates.js';
import { approxTokens } from '../prompt/tokens.js';
import { askModel, type ModelAsked } from './ask-model.js';
import { composeSummary } from './digest-prompt.js';
import { summaryLimits } from './limits.js';

export interface SummaryDeps extends ModelAsked {
  db: Db;
  template: DigestTemplate;
}

/**
 * Brings the summary of a session up to what its prompts quote: what was said since the last one is merged into it. Two
 * that do so at once do no harm, the later finds its place taken. Without it prompts lack what they no longer quote, and
 * nothing else.
 */
export async function writeSummary(
  deps: SummaryDeps,
  sessionId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { db, chain, template } = deps;
  const { keep, dueAfter, messages: limit, messageCharacters: characters } = summaryLimits;
  const { summary, messages } = await findSummaryMaterial(db, sessionId, { keep, limit, characters });
  if (messages.length < dueAfter - keep) return false;
  const { exchanges, through } = within(messages, summaryLimits.tokens);
  const before = summary?.text ?? '';
  const digest = { template, language: languageOf(messages), nonce: randomBytes(6).toString('hex') };
  // Where nothing was answered there is nothing to add.
  const made =
    exchanges.length === 0
      ? { text: before, model: chain.firstChoice({}) }
      : await askModel(deps, composeSummary(digest, before, exchanges), signal);
  return saveSummary(db, sessionId, summary, {
    ...made,
    throughPosition: through,
    template: `summary@${template.version}`,
  });
}

/** The oldest exchanges, as many as there is room for, and at least one; the rest is for the next time. */
function within(
  messages: readonly SummarisedMessage[],
  tokens: number,
): { exchanges: Exchange[]; through: number } {
  const all = exchangesOf(messages);
  const exchanges: Exchange[] = [];
  let left = tokens;
  for (const exchange of all) {
    left -= approxTokens(exchange.question) + approxTokens(exchange.answer);
    if (left < 0 && exchanges.length > 0) break;
    exchanges.push(exchange);
  }
  const isWhole = exchanges.length === all.length;
  return { exchanges, through: (isWhole ? messages.at(-1)?.position : exchanges.at(-1)?.through) ?? 0 };
}

function languageOf(messages: readonly SummarisedMessage[]) {
  return messages.findLast(({ language }) => language !== null)?.language ?? 'en';
}
