import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../core/domain/ids.js';
import { recentMessages } from '../../../core/store/messages.js';
import { findSummaryMaterial } from '../../../core/store/session-summaries.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../dev/bedrock/stand-in.js';
import { writeSummary } from '../../../worker/digest/write-summary.js';
import { createBedrockModel, type Model } from '../../../worker/model/bedrock.js';
import type { ModelChain } from '../../../worker/model/chain.js';
import { composePrompt, defaultBudget } from '../../../worker/prompt/compose-prompt.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';
import { approxTokens } from '../../../worker/prompt/tokens.js';
import { recentContextLimits } from '../../../worker/turn/recent-context.js';
import { storeUnderTest } from '../../core/store/store-under-test.js';
import { chainAlone } from '../../support/model-chain.js';

const store = storeUnderTest();
const templates = loadTemplates();
const noSignal = new AbortController().signal;

const SECOND = 'amazon.nova-lite-v1:0';

let bedrock: BedrockStandIn;
let model: Model;
let chain: ModelChain;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: 0 } });
  model = createBedrockModel(
    { region: 'eu-west-1', endpoint: bedrock.url, guardrailId: null, guardrailVersion: 'DRAFT' },
    4,
  );
  chain = chainAlone(model, ['amazon.nova-pro-v1:0', SECOND]).chain;
});
afterAll(async () => {
  model.close();
  await bedrock.close();
});
afterEach(() => bedrock.control.clearScripts());

const write = () =>
  writeSummary(
    { db: store.db, chain, kind: 'summary', template: templates.summary, onUsed: () => undefined },
    store.session.id,
    noSignal,
  );
const summary = async () =>
  (await findSummaryMaterial(store.db, store.session.id, { keep: 0, limit: 1, characters: 1 })).summary;

/** So many exchanges as a conversation has left them, from the position after `from`. */
async function fill(exchanges: number, from = 0, status = 'complete'): Promise<void> {
  await store.db.query(
    `INSERT INTO messages (session_id, position, id, type, status, content, reply_to, language)
     SELECT $1::uuid, row.position, row.id, row.type, CASE row.type WHEN 'user' THEN 'complete' ELSE $2 END, row.content,
       row.reply_to, 'en'
     FROM jsonb_to_recordset($3::jsonb)
       AS row (position integer, id uuid, type text, content text, reply_to uuid)`,
    [
      store.session.id,
      status,
      JSON.stringify(Array.from({ length: exchanges }, (_, at) => exchange(from + 2 * at)).flat()),
    ],
  );
  const last = from + 2 * exchanges;
  await store.db.query('UPDATE sessions SET last_position = $2, message_count = $2 WHERE id = $1', [
    store.session.id,
    last,
  ]);
}

function exchange(before: number) {
  const [question, answer] = [newId(), newId()];
  const number = before / 2 + 1;
  return [
    {
      position: before + 1,
      id: question,
      type: 'user',
      content: `What about subject ${number} in Paris?`,
      reply_to: null,
    },
    {
      position: before + 2,
      id: answer,
      type: 'assistant',
      content: `Subject ${number} costs $${number} a month [1]. ${'It has limits that are worth a look. '.repeat(12)}`,
      reply_to: question,
    },
  ];
}

/** The prompt of the next question, as a worker makes it of what the store holds. */
async function nextPrompt() {
  const { turn, message } = await store.post('And what does all of that cost?');
  const claim = await store.claim(turn.id);
  const history = await recentMessages(store.db, {
    sessionId: store.session.id,
    beforePosition: message.position,
    limit: recentContextLimits.messages,
    characters: recentContextLimits.messageCharacters,
  });
  return composePrompt({
    intent: { promptTemplate: 'cost', maxTokens: 900 },
    language: 'en',
    session: claim.session,
    summary: claim.summary?.text ?? null,
    history,
    sources: [],
    question: message,
    nonce: 'a1b2c3d4e5f6',
    templates,
    budget: defaultBudget,
  });
}

describe('the summary of a session', () => {
  test('is not made before there is more than prompts quote', async () => {
    await fill(9);
    expect(await write()).toBe(false);
    await fill(1, 18);
    expect(await write()).toBe(true);
    expect(await summary()).toMatchObject({ throughPosition: 10 });
    expect(await write()).toBe(false);
  });

  test('merges what was said before with what was said since', async () => {
    await fill(10);
    await write();
    await fill(5, 20);
    await write();
    const { text, throughPosition } = (await summary()) ?? { text: '', throughPosition: 0 };
    expect(throughPosition).toBe(20);
    expect(text).toContain('Subject 1 costs $1 a month');
    expect(text).toContain('Subject 10 costs $10 a month');
    expect(text).not.toContain('Subject 11');
  });

  test('says nothing of exchanges that failed or were blocked, and goes past them', async () => {
    await fill(5, 0, 'failed');
    await fill(5, 10, 'blocked');
    await fill(10, 20);
    expect(await write()).toBe(true);
    const { text } = (await summary()) ?? { text: '' };
    expect(text).toContain('Subject 11');
    expect(text).not.toMatch(/Subject [1-9] |Subject 10 /);
  });

  test('of nothing but failures asks no model', async () => {
    await fill(6, 0, 'failed');
    await fill(5, 12);
    bedrock.control.clearRequests();
    expect(await write()).toBe(true);
    expect(bedrock.control.requests({ question: '(summary)' })).toEqual([]);
    expect(await summary()).toEqual({ text: '', throughPosition: 12 });
  });

  test('that the model does not give is missing, and the prompt quotes what is recent', async () => {
    await fill(20);
    bedrock.control.script({ match: '(summary)', httpError: { status: 429, type: 'ThrottlingException' } });
    await expect(write()).rejects.toMatchObject({ kind: 'throttled' });
    expect(await summary()).toBeNull();
    const { messages } = await nextPrompt();
    expect(messages).toHaveLength(21);
    expect(messages.at(-1)?.content[0]?.text).not.toContain('<summary');
  });

  test('is made by the next model where the first is away', async () => {
    await fill(20);
    bedrock.control.script({
      match: '(summary)',
      times: 1,
      httpError: { status: 503, type: 'ServiceUnavailableException' },
    });
    expect(await write()).toBe(true);
    const rows = await store.db.query('SELECT model FROM session_summaries WHERE session_id = $1', [
      store.session.id,
    ]);
    expect(rows).toEqual([{ model: SECOND }]);
  });

  test('made by two at once is one of both', async () => {
    await fill(10);
    const written = await Promise.all([write(), write()]);
    expect(written.filter((one) => one)).toHaveLength(1);
  });

  test('keeps the prompt of 500 messages as short as that of 30, within a tenth', async () => {
    const tokensAfter = async (exchanges: number) => {
      await store.newSession();
      await fill(exchanges);
      while (await write());
      const prompt = await nextPrompt();
      expect(prompt.messages.at(-1)?.content[0]?.text).toContain('<summary id=');
      return approxTokens(JSON.stringify(prompt));
    };
    const short = await tokensAfter(15);
    const long = await tokensAfter(250);
    expect(long).toBeLessThanOrEqual(1.1 * short);
  });
});
