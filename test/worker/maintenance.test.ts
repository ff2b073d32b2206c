import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBackplane } from '../../core/backplane/create-backplane.js';
import type { Backplane } from '../../core/backplane/index.js';
import { keepScheduled } from '../../core/backplane/keep-scheduled.js';
import { recentContextKey } from '../../core/backplane/keys.js';
import { maintenanceJob } from '../../core/contracts/jobs.js';
import { endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { silentLogger as logger } from '../support/logger.js';
import { type Maintenance, openMaintenance } from '../support/maintenance.js';
import { backplaneKinds } from '../support/server.js';
import { type Stack, startStack } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';

const names = Object.keys(maintenanceJob.schedules).sort();

describe.each(backplaneKinds)('what is done by the clock, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let maintenance: Maintenance;
  let store: Backplane;
  beforeAll(async () => {
    stack = await startStack({ backplane });
    await stack.addWorker();
    maintenance = openMaintenance(stack.server.config);
    store = await createBackplane({ config: stack.server.config, logger });
  });
  afterAll(async () => {
    await store.close();
    await maintenance.close();
    await stack.close();
  });

  const talk = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  const set = (id: string, assignment: string) =>
    stack.server.database.query(`UPDATE sessions SET ${assignment} WHERE id = $1`, [id]);
  const makeIdle = (id: string) =>
    set(id, `last_activity = now() - interval '91 days', updated_at = now() - interval '91 days'`);
  const statusOf = async (id: string) => {
    const [row] = await stack.server.database.query<{ status: string }>(
      'SELECT status FROM sessions WHERE id = $1',
      [id],
    );
    return row?.status;
  };

  test('has one schedule for each job, however many workers there are', async () => {
    const schedules = async () => (await maintenance.queue.getJobSchedulers()).map(({ key }) => key).sort();
    await eventually('all stand', async () => (await schedules()).length === names.length);
    await stack.addWorker();
    expect(await schedules()).toEqual(names);
    expect(await maintenance.queue.getDelayedCount()).toBeLessThanOrEqual(names.length);
  });

  test('a missing schedule is put in, once, by however many look', async () => {
    // Not one of theirs: the workers of the stack look too, when they will.
    const schedules = { 'spare-1': '5 5 5 5 *', 'spare-2': '6 6 6 6 *' };
    const standing = async () =>
      (await maintenance.queue.getJobSchedulers()).map(({ key }) => key).filter((key) => key in schedules);
    const keepers = Array.from({ length: 5 }, () =>
      keepScheduled({ queue: maintenance.queue, schedules, logger }),
    );
    await eventually('both stand', async () => (await standing()).length === 2);
    for (const stop of keepers) stop();
    const ofSpares = (await maintenance.queue.getDelayed()).filter(({ name }) => name in schedules);
    expect(ofSpares.map(({ name }) => name).sort()).toEqual(Object.keys(schedules));
    for (const name of Object.keys(schedules)) await maintenance.queue.removeJobScheduler(name);
  });

  test('a schedule that stands is left alone, one with another pattern is put right', async () => {
    const keep = () => keepScheduled({ queue: maintenance.queue, schedules: { spare: '5 5 5 5 *' }, logger });
    // Not one of theirs: the workers of the stack put those right too.
    const spare = () => maintenance.queue.getJobScheduler('spare');
    await maintenance.queue.upsertJobScheduler(
      'spare',
      { pattern: '4 4 4 4 *' },
      { name: 'spare', data: {} },
    );
    keep()();
    await eventually('it is put right', async () => (await spare())?.pattern === '5 5 5 5 *');
    const next = (await spare())?.next;
    keep()();
    expect((await spare())?.next).toBe(next);
    await maintenance.queue.removeJobScheduler('spare');
  });

  test('closes a session whose time is over, and its watchers are told', async () => {
    const conversation = await talk();
    const { session } = conversation;
    await conversation.ask('Hello');
    await conversation.events(endsTurn);
    const { cursor } = await conversation.history();
    const told = conversation.events((event) => event.type === 'session.updated', cursor);
    const past = new Date(Date.now() - 60_000).toISOString();
    await set(session.id, `expires_at = '${past}'`);
    await maintenance.run('expire');
    expect((await told).at(-1)).toMatchObject({
      session: { id: session.id, status: 'closed', expires_at: past, last_message: { type: 'assistant' } },
    });
  });

  test('archives idle sessions once, though many such jobs run at once in several workers', async () => {
    const sessions = await Promise.all(Array.from({ length: 12 }, talk));
    const [watched] = sessions;
    const cursor = (await watched?.history())?.cursor;
    for (const { session } of sessions) await makeIdle(session.id);
    const archived = await Promise.all(Array.from({ length: 8 }, () => maintenance.run('archive')));
    // Fewer when the clock was there first.
    expect(archived.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(sessions.length);
    for (const { session } of sessions) expect(await statusOf(session.id)).toBe('archived');
    const events = await watched?.events((event) => event.type === 'session.updated', cursor);
    expect(events?.at(-1)).toMatchObject({ session: { status: 'archived' } });
  });

  test('keeps a session in which a turn runs, through every job', async () => {
    const conversation = await talk();
    const { id } = conversation.session;
    stack.bedrock.control.script({ match: 'slowly', lengthTokens: 120, tokenMs: 10 });
    await conversation.ask('Say it slowly');
    await conversation.events((event) => event.type === 'message.delta');
    await makeIdle(id);
    await set(id, `expires_at = now() - interval '1 hour'`);
    for (const name of ['expire', 'archive', 'purge', 'tidy'] as const) await maintenance.run(name);
    const events = await conversation.events(endsTurn);
    expect(events.at(-1)?.type).toBe('turn.completed');
    expect(await statusOf(id)).toBe('active');
    expect((await conversation.history()).data[1]?.status).toBe('complete');
  });

  test('purges what was deleted long ago, with its traces in the backplane', async () => {
    const conversation = await talk();
    const { id } = conversation.session;
    await conversation.ask('Hello');
    await conversation.events(endsTurn);
    await eventually('its context is remembered', () => store.keys.get(recentContextKey(id)));
    // Deleted by hand, so that only the purge can have emptied the log.
    await set(id, `deleted_at = now() - interval '31 days'`);
    const purged = await Promise.all([maintenance.run('purge'), maintenance.run('purge')]);
    expect(purged.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1);
    expect(await statusOf(id)).toBeUndefined();
    expect(await store.keys.get(recentContextKey(id))).toBeNull();
    expect(await store.events.read(id, conversation.start, 100)).toEqual({ known: false });
    expect((await store.events.tail(id)).cursor).toMatch(/-0$/);
  });

  test('tidies up idempotency records and what has expired', async () => {
    const conversation = await talk();
    await conversation.ask('Hello', { 'idempotency-key': 'old-one' });
    await stack.server.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '2 days' WHERE key = 'old-one'`,
    );
    await store.keys.set('short', 'x', 1);
    await eventually('it has expired', async () => (await store.keys.get('short')) === null);
    await maintenance.run('tidy');
    const left = await stack.server.database.query(
      `SELECT key FROM idempotency_keys WHERE key = 'old-one' UNION ALL SELECT key FROM backplane_keys WHERE key = 'short'`,
    );
    expect(left).toEqual([]);
  });

  test('a job that this version does not know does no harm', async () => {
    const job = await maintenance.queue.add('of-tomorrow', {});
    await eventually('it has run', async () => (await maintenance.queue.getJob(job.id ?? ''))?.finishedOn);
    expect((await maintenance.queue.getJob(job.id ?? ''))?.returnvalue).toBe('unknown');
  });
});

describe.each(backplaneKinds)('workers that serve some queues only, on %s', (backplane) => {
  let stack: Stack;
  let maintenance: Maintenance;
  beforeAll(async () => {
    stack = await startStack({ backplane, env: { WORKER_QUEUES: 'turns' } });
    maintenance = openMaintenance(stack.server.config);
    await eventually('no schedule of another suite stands', () =>
      maintenance.loseSchedules().then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(async () => {
    await maintenance.close();
    await stack.close();
  });

  test('without maintenance none of it is done, with it alone no turn is run', async () => {
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    const job = await maintenance.add('tidy');
    await conversation.ask('Hello');
    await conversation.events(endsTurn);
    expect(await job.getState()).toBe('waiting');
    expect(await maintenance.queue.getJobSchedulersCount()).toBe(0);

    await stack.worker.close();
    await stack.addWorker({ WORKER_QUEUES: 'maintenance' });
    const { turn } = await conversation.ask('And now?');
    await eventually('the job is done', async () => (await job.getState()) === 'completed');
    expect((await conversation.turn(turn.id)).state).toBe('queued');
  });
});
