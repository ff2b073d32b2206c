import { describe, expect, it } from '@jest/globals';
import { type Conversation, emptyConversation } from '../../../client/core/conversation.js';
import { applyAccepted, applyEvent, applyHistory } from '../../../client/core/reducer.js';
import { waitingTurns } from '../../../client/core/waiting-turns.js';
import type { SessionEvent } from '../../../core/contracts/events.js';
import type { WireTurn } from '../../../core/contracts/shapes.js';
import { createRandom } from '../../../dev/random.js';
import { answer, asEvent, ids, question, turnLog } from '../support/attempts.js';

const cases = 400;

function held(state: Conversation): string {
  return state.entries.find((entry) => entry.message.id === ids.answer)?.message.content ?? '';
}

function completed(text: string): SessionEvent {
  return asEvent({
    type: 'turn.completed',
    turn_id: ids.turn,
    message: answer({ status: 'complete', content: text }),
  });
}

describe('an answer that arrives in pieces', () => {
  it('is exact however often the stream is cut and events are told again', () => {
    for (let seed = 0; seed < cases; seed++) {
      const random = createRandom(seed);
      const { events, text } = turnLog(random);
      let state = emptyConversation;
      let told = 0;
      while (told < events.length) {
        // Each connection goes on from a cursor at or before the place reached, for some events.
        const from = Math.max(0, told - random.between(0, 8));
        const until = Math.min(events.length, told + 1 + random.between(0, 10));
        for (const event of events.slice(from, until)) state = applyEvent(state, event);
        told = until;
        expect(state.gap).toBe(false);
      }
      expect({ seed, text: held(state) }).toEqual({ seed, text });
    }
  });

  it('is exact after lost events, by reading history and the turn from its beginning', () => {
    for (let seed = 0; seed < cases; seed++) {
      const random = createRandom(seed);
      const { events, text, start } = turnLog(random);
      let state = emptyConversation;
      for (let next = 0; next < events.length; next++) {
        const event = events[next];
        if (!event || random.next() < 0.15) continue;
        state = applyEvent(state, event);
        if (!state.gap) continue;
        const page = [question, answer({ status: 'streaming' })];
        const active = {
          id: ids.turn,
          state: 'running',
          position: 0,
          message_id: ids.answer,
          cursor: `1-${start}`,
        } as const;
        state = applyHistory(state, page, active);
        expect(state.gap).toBe(false);
        next = Math.min(next, start - 1);
      }
      // What was lost at the very end shows by the end itself, which carries the whole text.
      state = applyEvent(state, completed(text));
      expect({ seed, text: held(state) }).toEqual({ seed, text });
      expect(state.turns).toEqual({});
    }
  });

  it('never shows text that the attempt has not written', () => {
    for (let seed = 0; seed < cases; seed++) {
      const random = createRandom(seed);
      const { events } = turnLog(random);
      const written = new Map<number, string>();
      let state = emptyConversation;
      for (const event of events) {
        if (event.type === 'message.delta') {
          written.set(event.attempt, (written.get(event.attempt) ?? '') + event.text);
        }
        state = applyEvent(state, event);
        const entry = state.entries.find((row) => row.message.id === ids.answer);
        if (entry) expect(written.get(entry.attempt) ?? '').toBe(entry.message.content);
      }
    }
  });

  it('takes over only what is new of a delta that overlaps', () => {
    const delta = (offset: number, text: string) =>
      asEvent({
        type: 'message.delta',
        turn_id: ids.turn,
        message_id: ids.answer,
        attempt: 1,
        offset,
        text,
      });
    let state = applyHistory(emptyConversation, [question, answer()], null);
    for (const event of [delta(0, 'abcd'), delta(2, 'cdef'), delta(0, 'ab'), delta(6, 'g')]) {
      state = applyEvent(state, event);
    }
    expect(held(state)).toBe('abcdefg');
    expect(applyEvent(state, delta(9, 'x')).gap).toBe(true);
    expect(held(applyEvent(state, delta(9, 'x')))).toBe('abcdefg');
  });

  it('drops the text of an earlier attempt even when nobody announced the new one', () => {
    const delta = (attempt: number, offset: number, text: string) =>
      asEvent({
        type: 'message.delta',
        turn_id: ids.turn,
        message_id: ids.answer,
        attempt,
        offset,
        text,
      });
    let state = applyHistory(emptyConversation, [question, answer()], null);
    for (const event of [delta(1, 0, 'old text'), delta(2, 0, 'new'), delta(1, 8, ' more')]) {
      state = applyEvent(state, event);
    }
    expect(held(state)).toBe('new');
    expect(state.gap).toBe(false);
  });

  it('keeps the text of a finished row when its old deltas are told again', () => {
    const done = answer({ status: 'complete', content: 'final' });
    let state = applyHistory(emptyConversation, [question, done], null);
    state = applyEvent(
      state,
      asEvent({
        type: 'message.delta',
        turn_id: ids.turn,
        message_id: ids.answer,
        attempt: 1,
        offset: 3,
        text: 'al, but longer',
      }),
    );
    expect(held(state)).toBe('final');
    expect(state.gap).toBe(false);
  });
});

describe('the rows of a conversation', () => {
  const turn: WireTurn = {
    id: ids.turn,
    session_id: ids.session,
    message_id: ids.question,
    answer_id: ids.answer,
    state: 'queued',
    attempt: 0,
    position: 2,
    timings: {
      queued_ms: null,
      understand_ms: null,
      recall_ms: null,
      compose_ms: null,
      first_token_ms: null,
      total_ms: null,
    },
    error: null,
  };
  const mine: Conversation = {
    ...emptyConversation,
    entries: [
      {
        key: 'key-1',
        message: { ...question, id: 'key-1', turn_id: null, position: Number.MAX_SAFE_INTEGER },
        attempt: 0,
        delivery: 'sending',
        problem: null,
      },
    ],
  };

  it.each(['the answer first', 'the event first'])('show a message once: %s', (order) => {
    const created = asEvent({ type: 'message.created', message: question });
    const steps = [
      (state: Conversation) => applyAccepted(state, question, turn),
      (state: Conversation) => applyEvent(state, created),
    ];
    if (order === 'the event first') steps.reverse();
    const state = steps.reduce((held, step) => step(held), mine);
    expect(state.entries.map((entry) => entry.key)).toEqual(['key-1', ids.answer]);
    expect(state.entries[0]?.delivery).toBe('sent');
    expect(waitingTurns(state).map(({ id }) => id)).toEqual([ids.turn]);
  });

  it('do not fall back to waiting when the 202 arrives after the first words', () => {
    const started = asEvent({ type: 'turn.started', turn_id: ids.turn, attempt: 1, message_id: ids.answer });
    let state = applyEvent(mine, asEvent({ type: 'message.created', message: question }));
    state = applyEvent(state, started);
    state = applyAccepted(state, question, turn);
    expect(state.turns[ids.turn]?.stage).toBe('understanding');
    expect(state.entries).toHaveLength(2);
  });

  it('are replaced by a snapshot, except older pages and what is not sent yet', () => {
    const older = answer({
      id: 'old',
      position: 0,
      turn_id: 'older turn',
      status: 'complete',
      content: 'old',
    });
    let state: Conversation = applyHistory(mine, [older, question, answer({ content: 'stale' })], null);
    state = {
      ...state,
      entries: [...state.entries, ...mine.entries.map((row) => ({ ...row, key: 'key-2' }))],
    };
    const snapshot = asEvent({
      type: 'snapshot',
      messages: [question, answer({ status: 'complete', content: 'fresh' })],
      active_turn: null,
      cursor: '2-1',
    });
    const after = applyEvent(state, snapshot);
    expect(after.entries.map((entry) => entry.message.content)).toEqual(['old', 'How?', 'fresh']);
  });

  it('say why a turn failed, and start empty when it is run again', () => {
    let state = applyHistory(emptyConversation, [question, answer()], null);
    const error = { code: 'MODEL_THROTTLED', message: 'Busy.' };
    state = applyEvent(state, asEvent({ type: 'turn.failed', turn_id: ids.turn, error, will_retry: false }));
    expect(state.entries[1]?.message).toMatchObject({ status: 'failed', error });
    state = applyEvent(state, asEvent({ type: 'turn.queued', turn_id: ids.turn, position: 1 }));
    expect(state.entries[1]?.message).toMatchObject({ status: 'pending', error: null, content: '' });
  });

  it('say who answers while it is written, and forget it with an attempt that broke off', () => {
    let state = applyHistory(emptyConversation, [question, answer()], null);
    const told = { model: 'second', fallback: true, cached: true, cached_at: '2026-01-01T00:00:00.000Z' };
    state = applyEvent(state, asEvent({ type: 'turn.model', turn_id: ids.turn, ...told }));
    expect(state.entries[1]?.message).toMatchObject({ ...told, canned: false });
    state = applyEvent(
      state,
      asEvent({ type: 'turn.restarted', turn_id: ids.turn, attempt: 2, reason: 'interrupted' }),
    );
    expect(state.entries[1]?.message).toMatchObject({ fallback: false, cached: false, cached_at: null });
  });
});
