import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { assembled, type Conversation, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import type { Program } from '../support/processes.js';
import { backplaneKinds, startTestServer, type TestServer } from '../support/server.js';
import { tokenOf } from '../support/tokens.js';
import { startWorkerProgram } from '../support/worker-program.js';

const SESSIONS = 50;
const MESSAGES_EACH = 4;
const KILLS = 10;
const WORKERS = 2;

describe.each(backplaneKinds)('200 messages over 50 sessions, with %s as the backplane', (backplane) => {
  let server: TestServer;
  let bedrock: BedrockStandIn;
  const workers: Program[] = [];

  beforeAll(async () => {
    bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 20, tokenMs: 16 } });
    server = await startTestServer({ backplane });
    await Promise.all(Array.from({ length: WORKERS }, () => addWorker()));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
    await server.close();
    await bedrock.close();
  });

  async function addWorker(): Promise<void> {
    workers.push(await startWorkerProgram(server, bedrock.url));
  }

  /** As every client does: what is refused for the moment is sent again, as the same message. */
  async function send(conversation: Conversation, content: string): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/sessions/${conversation.session.id}/messages`;
    await eventually(`taken: ${content}`, async () => {
      const answer = await conversation.call('POST', path, { content }, headers);
      await answer.text();
      if (answer.status !== 503) expect(answer.status).toBe(202);
      return answer.status === 202;
    });
  }

  test('lose none, answer each once and in order, while workers are killed ten times', async () => {
    const texts = new Map<string, string>();
    const conversations: Conversation[] = [];
    for (let index = 0; index < SESSIONS; index++) {
      const token = tokenOf(`user-${index}`, 'consultant');
      conversations.push(await startConversation(server.origin, token, 120_000));
    }
    const ask = async (message: number) => {
      const session = message % SESSIONS;
      const number = Math.floor(message / SESSIONS);
      const question = `Question ${number} of session ${session}?`;
      texts.set(question, `Answer ${number} to session ${session}. `.repeat(6).trim());
      bedrock.control.script({ match: question, answer: texts.get(question) ?? '' });
      const conversation = conversations[session];
      if (conversation) await send(conversation, question);
    };
    // As many before each kill: a slow machine that starts a worker must not come late to every kill.
    const share = (SESSIONS * MESSAGES_EACH) / KILLS;
    for (let kill = 0; kill < KILLS; kill++) {
      await Promise.all(Array.from({ length: share }, (_, index) => ask(kill * share + index)));
      // A worker that is in the middle of an answer, not one that idles.
      await eventually(
        'an answer is being written',
        () => bedrock.control.requests({ outcome: 'running' }).length > 0,
        60_000,
      );
      await Promise.all([workers.shift()?.kill('SIGKILL'), addWorker()]);
    }

    await eventually(
      'every turn has ended',
      async () => {
        const [row] = await server.database.query<{ open: number }>(
          `SELECT count(*)::integer AS open FROM turns WHERE state IN ('queued', 'running')`,
        );
        return row?.open === 0;
      },
      240_000,
    );

    const totals = await server.database.query(
      `SELECT state, count(*)::integer AS turns FROM turns GROUP BY state ORDER BY state`,
    );
    expect(totals).toEqual([{ state: 'completed', turns: SESSIONS * MESSAGES_EACH }]);
    for (const conversation of conversations) {
      const { data } = await conversation.history();
      expect(data.map((message) => [message.position, message.type, message.status])).toEqual(
        Array.from({ length: MESSAGES_EACH * 2 }, (_, index) => [
          index + 1,
          index % 2 === 0 ? 'user' : 'assistant',
          'complete',
        ]),
      );
      for (let index = 0; index < data.length; index += 2) {
        const [question, answer] = data.slice(index, index + 2);
        expect(answer?.content).toBe(texts.get(question?.content ?? ''));
        expect(answer?.reply_to).toBe(question?.id);
      }
    }
    // Takeovers happened: a run in which no answer was cut would show nothing.
    const [most] = await server.database.query<{ attempts: number }>(
      'SELECT max(attempt) AS attempts FROM turns',
    );
    expect(most?.attempts).toBeGreaterThan(1);

    // A watcher of a session that was hit sees one whole answer to each question, in order.
    const [hit] = await server.database.query<{ session_id: string }>(
      'SELECT session_id FROM turns WHERE attempt > 1 LIMIT 1',
    );
    const watched = conversations.find((conversation) => conversation.session.id === hit?.session_id);
    let ended = 0;
    const events =
      (await watched?.events((event) => event.type === 'turn.completed' && ++ended === MESSAGES_EACH)) ?? [];
    const told: string[] = [];
    let from = 0;
    for (const [index, event] of events.entries()) {
      if (event.type !== 'turn.completed') continue;
      told.push(event.message.content);
      // A worker that dies after it has recorded the end may not have sent all before it: the end has the whole text.
      expect(event.message.content.startsWith(assembled(events.slice(from, index)))).toBe(true);
      from = index + 1;
    }
    const { data } = (await watched?.history()) ?? { data: [] };
    expect(told).toEqual(data.filter(({ type }) => type === 'assistant').map(({ content }) => content));
    expect(told.length).toBe(MESSAGES_EACH);
  }, 400_000);
});
