import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createAside } from '../../../client/core/store.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { eventually } from '../../support/eventually.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

let stack: Stack;
let db: DataSource;
beforeAll(async () => {
  stack = await startStack({ backplane: 'postgres' });
  db = await openDatabase({ url: stack.server.config.databaseUrl, poolSize: 1, applicationName: 'test' });
});
afterAll(async () => {
  await db.destroy();
  await stack.close();
});

test('a log that is lost in the middle of an answer costs its reader nothing but one snapshot', async () => {
  stack.bedrock.control.script({ firstTokenMs: 50, tokenMs: 10, lengthTokens: 300 });
  const reads: string[] = [];
  const store = createAside({
    baseUrl: stack.server.origin,
    getToken: () => tokenOf('ana', 'consultant'),
    storage: null,
    fetch: (input, init) => {
      reads.push(String(input));
      return fetch(input, init);
    },
  });
  store.start();
  store.send('Tell me all about it');
  const answer = () => store.getSnapshot().current.conversation.entries[1]?.message;
  const text = () => answer()?.content ?? '';
  await eventually('it is being written', () => text().length > 300);
  const before = reads.length;
  await db.query('TRUNCATE event_log_events, event_log_heads, event_log_once');
  const at = text().length;
  await eventually('it goes on', () => text().length > at + 200);
  expect(store.getSnapshot().current.conversation.gap).toBe(false);
  await eventually('it has ended', () => answer()?.status === 'complete');
  expect(reads.slice(before)).toEqual([]);
  store.close();
});
