import type { Language } from '../../core/domain/message.js';
import type { ModelInput } from '../model/bedrock.js';
import { checkNonce, fence } from '../prompt/fence.js';
import type { Exchange } from '../prompt/history.js';
import type { DigestTemplate } from '../prompt/templates.js';

/** What is to be written about, fenced as data. */
interface Digest {
  template: DigestTemplate;
  language: Language;
  nonce: string;
}

/** Pure: the request for a title. */
export function composeTitle(digest: Digest, first: Pick<Exchange, 'question' | 'answer'>): ModelInput {
  return compose(digest, around('to_title', fenceExchange(first, digest.nonce), digest.nonce));
}

/** Pure: the request for a summary of `before` and what was said since. */
export function composeSummary(
  digest: Digest,
  before: string,
  exchanges: readonly Pick<Exchange, 'question' | 'answer'>[],
): ModelInput {
  const { nonce } = digest;
  const earlier = before === '' ? '' : `${fence('summary', before, nonce)}\n\n`;
  const said = exchanges.map((exchange) => fenceExchange(exchange, nonce)).join('\n\n');
  return compose(digest, earlier + around('to_summarise', said, nonce));
}

function compose({ template, language, nonce }: Digest, text: string): ModelInput {
  checkNonce(nonce);
  const { instructions, writeIn, maxTokens, temperature } = template;
  return {
    system: [{ text: `${instructions}\n\n${writeIn[language]}` }],
    messages: [{ role: 'user', content: [{ text }] }],
    inferenceConfig: { maxTokens, temperature },
  };
}

export function fenceExchange(
  { question, answer }: Pick<Exchange, 'question' | 'answer'>,
  nonce: string,
): string {
  return `${fence('question', question, nonce)}\n${fence('answer', answer, nonce)}`;
}

/** Around texts that are fenced already. */
function around(tag: string, fenced: string, nonce: string): string {
  return `<${tag} id="${nonce}">\n${fenced}\n</${tag} id="${nonce}">`;
}
