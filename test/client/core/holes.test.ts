import { describe, expect, it } from '@jest/globals';
import { blankSession, withHistory } from '../../../client/core/blank-session.js';
import { blankMessage, type Conversation, emptyConversation } from '../../../client/core/conversation.js';
import { applyEvent, applyHistory } from '../../../client/core/reducer.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { asEvent, ids } from '../support/attempts.js';
import { newScriptedSession } from '../support/scripted-sessions.js';

/** Rows of history at these positions, the last one included. */
function page(from: number, to: number): WireMessage[] {
  return Array.from({ length: to - from + 1 }, (_, index) =>
    blankMessage({
      id: `m${from + index}`,
      session_id: ids.session,
      type: 'user',
      status: 'complete',
      position: from + index,
    }),
  );
}
const holding = (from: number, to: number): Conversation =>
  applyHistory(emptyConversation, page(from, to), null);
const positions = (conversation: Conversation) => conversation.entries.map((entry) => entry.message.position);
const numbers = (from: number, to: number) => page(from, to).map((message) => message.position);

describe('a page of history', () => {
  it.each([
    ['overlaps what is held', 1, 50, 40, 89, numbers(1, 89)],
    ['goes on where it ends', 1, 50, 51, 100, numbers(1, 100)],
    ['leaves a hole behind it', 1, 50, 111, 160, numbers(111, 160)],
  ])('that %s never leaves a hole', (_what, from, to, first, last, shown) => {
    expect(positions(applyHistory(holding(from, to), page(first, last), null))).toEqual(shown);
  });

  it('also drops what is behind a hole when a newer message is held already', () => {
    const held = applyEvent(
      holding(1, 50),
      asEvent({ type: 'message.created', message: page(161, 161)[0] as WireMessage }),
    );
    expect(positions(applyHistory(held, page(112, 161), null))).toEqual(numbers(112, 161));
  });

  it('brings the cursor to what is before it when what was held is dropped, and only then', () => {
    const session = newScriptedSession('consultant', {}).wire;
    const open = {
      ...blankSession({}),
      id: session.id,
      olderCursor: 'before-1',
      conversation: holding(1, 50),
    };
    const read = (first: number, last: number) => ({
      data: page(first, last),
      page: { next_cursor: `before-${first}`, has_more: true },
      cursor: '1-1',
    });
    expect(withHistory(open, session, read(111, 160)).olderCursor).toBe('before-111');
    expect(withHistory(open, session, read(51, 100)).olderCursor).toBe('before-1');
  });
});

describe('a snapshot', () => {
  const snapshot = (first: number, last: number) =>
    asEvent({ type: 'snapshot', messages: page(first, last), active_turn: null, cursor: '1-9' });

  it('that does not touch what is held replaces it, and asks for history, which knows what is before', () => {
    const after = applyEvent(holding(1, 50), snapshot(111, 160));
    expect(positions(after)).toEqual(numbers(111, 160));
    expect(after.gap).toBe(true);
  });

  it('that touches what is held is all there is to know', () => {
    const after = applyEvent(holding(1, 50), snapshot(41, 90));
    expect(positions(after)).toEqual(numbers(1, 90));
    expect(after.gap).toBe(false);
  });
});
