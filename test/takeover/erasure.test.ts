import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createBackplane } from '../../core/backplane/create-backplane.js';
import { eraseTraces } from '../../core/backplane/erase-traces.js';
import type { Backplane } from '../../core/backplane/index.js';
import { recentContextKey } from '../../core/backplane/keys.js';
import { type Conversation, endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { silentLogger as logger } from '../support/logger.js';
import { type Maintenance, openMaintenance } from '../support/maintenance.js';
import type { Program } from '../support/processes.js';
import { backplaneKinds } from '../support/server.js';
import { type SessionTraces, sessionTraces } from '../support/session-traces.js';
import { type Stack, startStack } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';
import { startWorkerProgram } from '../support/worker-program.js';

/** The stack's own worker does maintenance only; turns are run by a process that can be stopped and woken. */
const env = { WORKER_QUEUES: 'maintenance', RETENTION_PURGE_AFTER_DAYS: '0' };

describe.each(backplaneKinds)('a session that is deleted, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let maintenance: Maintenance;
  let store: Backplane;
  let traces: SessionTraces;
  let worker: Program | null = null;
  beforeAll(async () => {
    stack = await startStack({ backplane, env });
    maintenance = openMaintenance(stack.server.config);
    store = await createBackplane({ config: stack.server.config, logger });
    traces = sessionTraces(stack.server);
  });
  afterAll(async () => {
    await worker?.kill('SIGKILL');
    await traces.close();
    await store.close();
    await maintenance.close();
    await stack.close();
  });

  const startWorker = async (): Promise<Program> => {
    worker ??= await startWorkerProgram(stack.server, stack.bedrock.url, { WORKER_QUEUES: 'turns' });
    return worker;
  };
  const talk = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  const erase = async ({ session, call }: Conversation) => {
    expect((await call('DELETE', `/sessions/${session.id}`)).status).toBe(204);
  };
  const rowsOf = async (sessionId: string) => {
    const [row] = await stack.server.database.query<{ rows: number }>(
      `SELECT ((SELECT count(*) FROM sessions WHERE id = $1) + (SELECT count(*) FROM messages WHERE session_id = $1)
        + (SELECT count(*) FROM turns WHERE session_id = $1) + (SELECT count(*) FROM intent_log WHERE session_id = $1)
        )::integer AS rows`,
      [sessionId],
    );
    return row?.rows;
  };
  const nothingInTheBackplane = async (sessionId: string) => {
    expect((await store.events.tail(sessionId)).cursor).toMatch(/-0$/);
    expect(await store.keys.get(recentContextKey(sessionId))).toBeNull();
  };
  /** A later turn of the same worker, so that whatever it had to say of an earlier one is said. */
  const answersAnother = async () => {
    const other = await talk();
    await other.ask('Hello');
    expect((await other.events(endsTurn)).at(-1)?.type).toBe('turn.completed');
  };
  const streaming = async (word: string) => {
    const conversation = await talk();
    await conversation.ask('Hello first');
    await conversation.events(endsTurn);
    stack.bedrock.control.script({ match: word, lengthTokens: 2_000, tokenMs: 10 });
    await conversation.ask(`Tell me of ${word}`);
    const { cursor } = await conversation.history();
    await conversation.events((event) => event.type === 'message.delta', cursor);
    return conversation;
  };
  const modelIsBusy = () => stack.bedrock.control.requests({ outcome: 'running' }).length > 0;

  test('while its turn is queued is not answered, and nothing of it is left after the purge', async () => {
    const conversation = await talk();
    const { id } = conversation.session;
    await conversation.ask('Hello');
    await erase(conversation);
    await maintenance.run('purge');
    expect(await rowsOf(id)).toBe(0);
    const asked = stack.bedrock.control.requests().length;
    await startWorker();
    await answersAnother();
    expect(stack.bedrock.control.requests()).toHaveLength(asked + 1);
    expect(await rowsOf(id)).toBe(0);
    await nothingInTheBackplane(id);
  });

  test('while its turn streams closes the model’s stream, and nothing more is recorded or appended', async () => {
    await startWorker();
    const conversation = await streaming('rivers');
    const { id } = conversation.session;
    await erase(conversation);
    await eventually('the model is let go', () => !modelIsBusy(), 5_000);
    await answersAnother();
    const [turn] = await stack.server.database.query(
      `SELECT t.state, m.content, (SELECT count(*)::integer FROM intent_log WHERE session_id = $1) AS intents
       FROM turns t JOIN messages m ON m.session_id = t.session_id AND m.id = t.answer_id
       WHERE t.session_id = $1 ORDER BY t.position DESC LIMIT 1`,
      [id],
    );
    // The first of the two turns had ended before.
    expect(turn).toEqual({ state: 'stopped', content: '', intents: 1 });
    await nothingInTheBackplane(id);
    for (const path of ['', '/history', '/events?wait=0']) {
      const answer = await conversation.call('GET', `/sessions/${id}${path}`, undefined, {
        accept: 'application/json',
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test('while the end of its turn is told leaves none of its text in the backplane', async () => {
    await startWorker();
    const conversation = await talk();
    const { id } = conversation.session;
    stack.bedrock.control.script({ match: 'ponds', lengthTokens: 100, tokenMs: 10 });
    await conversation.ask('Tell me of ponds');
    await conversation.events((event) => event.type === 'message.delta');
    const holder = new Client({ connectionString: stack.server.config.databaseUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [id]);
      await eventually('the worker records the answer', async () => {
        const waiting = await stack.server.database.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ended AS (%'`,
        );
        return waiting.length > 0;
      });
      // As the server does after a deletion; the answer is recorded just before that.
      await eraseTraces(store, id);
      await holder.query('COMMIT');
    } finally {
      await holder.end();
    }
    await eventually('the answer is recorded', async () => {
      const [turn] = await stack.server.database.query(
        `SELECT 1 FROM turns WHERE session_id = $1 AND announced`,
        [id],
      );
      return turn !== undefined;
    });
    await answersAnother();
    await nothingInTheBackplane(id);
  });

  test('does not come back by a worker that slept through deletion and purge', async () => {
    const { process } = await startWorker();
    const conversation = await streaming('mountains');
    const { id } = conversation.session;
    process.kill('SIGSTOP');
    try {
      await erase(conversation);
      await maintenance.run('purge');
      expect(await rowsOf(id)).toBe(0);
    } finally {
      process.kill('SIGCONT');
    }
    await eventually('the model is let go', () => !modelIsBusy());
    await answersAnother();
    expect(await rowsOf(id)).toBe(0);
    await nothingInTheBackplane(id);
  });

  test('leaves what a worker writes even later, behind no fence, to expire', async () => {
    const { process } = await startWorker();
    const conversation = await streaming('lakes');
    const { id } = conversation.session;
    process.kill('SIGSTOP');
    try {
      await erase(conversation);
      await maintenance.run('purge');
      await traces.forget(id);
    } finally {
      process.kill('SIGCONT');
    }
    await eventually('the model is let go', () => !modelIsBusy());
    await answersAnother();
    expect(await rowsOf(id)).toBe(0);
    expect(await traces.unending(id)).toEqual([]);
  });
});
