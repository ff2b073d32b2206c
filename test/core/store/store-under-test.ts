import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { newId } from '../../../core/domain/ids.js';
import { emptyContext, type Session } from '../../../core/domain/session.js';
import { noTimings } from '../../../core/domain/turn.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { type PostedMessage, postMessage } from '../../../core/store/post-message.js';
import { createSession } from '../../../core/store/sessions.js';
import { type Claim, claimTurn } from '../../../core/store/turn-attempts.js';
import type { TurnEnd } from '../../../core/store/turn-end.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

export const LEASE_MS = 60_000;
export const giveUp = { code: 'TURN_ABANDONED', message: 'It could not be finished.' };
export const answered: TurnEnd = {
  state: 'completed',
  content: 'An answer.',
  understood: {
    intent: { name: 'greeting', confidence: 0.85, method: 'pattern' },
    entities: [],
    sentiment: { label: 'neutral', score: 0 },
    language: 'en',
    elapsedMs: 1,
    session: { entities: [], frustration: 0 },
  },
  gap: null,
  degraded: false,
  sources: [],
  toolCalls: [],
  template: 'answer@2.1',
  by: { model: 'test', fallback: false, cachedAt: null, canned: false },
  usage: null,
  used: [],
  timings: noTimings,
  error: null,
  verdict: null,
  truncated: false,
};

/** A store of its own for a suite, and for each test a user and a session that are new. */
export interface StoreUnderTest {
  db: DataSource;
  userId: string;
  /** The one that `post` and `claim` are about: the newest. */
  session: Session;
  newSession(): Promise<Session>;
  post(content?: string, idempotencyKey?: string | null): Promise<PostedMessage>;
  claim(id: string, leaseMs?: number): Promise<Claim>;
  /** As if the worker that holds the turn had died a moment ago. */
  expireLease(id: string): Promise<void>;
}

export function storeUnderTest(): StoreUnderTest {
  let database: TestDatabase;
  const store = {} as StoreUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    store.db = await openDatabase({ url: database.url, poolSize: 20, applicationName: 'test' });
  });
  afterAll(async () => {
    await store.db.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    store.userId = `user-${newId()}`;
    await store.newSession();
  });

  store.newSession = async () => {
    const blank = { userId: store.userId, title: null, context: emptyContext, metadata: {} };
    store.session = await createSession(store.db, blank);
    return store.session;
  };
  store.post = (content = 'Hello', idempotencyKey = null) =>
    postMessage(store.db, {
      sessionId: store.session.id,
      userId: store.userId,
      content,
      clientMessageId: null,
      context: null,
      idempotencyKey,
      requestHash: Buffer.from(`${store.session.id} ${content}`),
      correlationId: newId(),
      labels: [],
    });
  store.claim = async (id, leaseMs = LEASE_MS) => {
    const result = await claimTurn(store.db, { id, sessionId: store.session.id }, leaseMs);
    if (result.outcome !== 'claimed') throw new Error(`not claimed: ${result.outcome}`);
    return result.claim;
  };
  store.expireLease = async (id) => {
    await store.db.query(`UPDATE turns SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
  };
  return store;
}
