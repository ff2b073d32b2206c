import { describe, expect, it } from '@jest/globals';
import { type Conversation, emptyConversation } from '../../../client/core/conversation.js';
import { applyAccepted, applyEvent, applyHistory } from '../../../client/core/reducer.js';
import { unsentEntry } from '../../../client/core/unsent-entries.js';
import { changeable, countVersions, leaf, withoutEdited } from '../../../client/core/versions.js';
import type { NewEvent } from '../../../core/contracts/events.js';
import type { WireMessage, WireTurn } from '../../../core/contracts/shapes.js';
import { answer, asEvent, ids, question } from '../support/attempts.js';

const first = answer({ status: 'complete', content: 'First answer' });
const turn2 = '01900000-0000-7000-8000-000000000014';
const second = answer({
  id: '01900000-0000-7000-8000-000000000013',
  turn_id: turn2,
  position: 3,
  version: 2,
  replaces: first.id,
});
const turn3 = '01900000-0000-7000-8000-000000000024';
const edited: WireMessage = {
  ...question,
  id: '01900000-0000-7000-8000-000000000022',
  position: 4,
  version: 2,
  replaces: question.id,
  client_message_id: 'key-2',
  content: 'How exactly?',
  turn_id: turn3,
};
const better = answer({
  id: '01900000-0000-7000-8000-000000000023',
  turn_id: turn3,
  position: 5,
  reply_to: edited.id,
});
const complete = (message: WireMessage, content: string): WireMessage => ({
  ...message,
  status: 'complete',
  content,
});

const log: NewEvent[] = [
  { type: 'message.created', message: question },
  { type: 'turn.queued', turn_id: ids.turn, position: 1 },
  { type: 'turn.started', turn_id: ids.turn, attempt: 1, message_id: first.id },
  { type: 'turn.completed', turn_id: ids.turn, message: first },
  { type: 'message.created', message: second },
  { type: 'turn.queued', turn_id: turn2, position: 1 },
  { type: 'turn.started', turn_id: turn2, attempt: 1, message_id: second.id },
  { type: 'message.delta', turn_id: turn2, message_id: second.id, attempt: 1, offset: 0, text: 'Second' },
  { type: 'turn.completed', turn_id: turn2, message: complete(second, 'Second answer') },
  { type: 'message.created', message: edited },
  { type: 'turn.queued', turn_id: turn3, position: 1 },
  { type: 'turn.started', turn_id: turn3, attempt: 1, message_id: better.id },
  { type: 'turn.completed', turn_id: turn3, message: complete(better, 'Better answer') },
];
const play = (events: readonly NewEvent[], from: Conversation = emptyConversation) =>
  events.reduce((state, event, index) => applyEvent(state, asEvent(event, index + 1)), from);
const shown = (state: Conversation) => state.entries.map(({ message }) => message.content);

describe('a new version', () => {
  it('takes the place of the one before it and of its answers, as the events come', () => {
    expect(shown(play(log.slice(0, 4)))).toEqual(['How?', 'First answer']);
    expect(shown(play(log.slice(0, 5)))).toEqual(['How?', '']);
    expect(shown(play(log.slice(0, 8)))).toEqual(['How?', 'Second']);
    expect(shown(play(log.slice(0, 9)))).toEqual(['How?', 'Second answer']);
    expect(shown(play(log.slice(0, 10)))).toEqual(['How exactly?']);
    expect(play(log)).toMatchObject({ turns: {}, gap: false });
    expect(shown(play(log))).toEqual(['How exactly?', 'Better answer']);
  });

  it('stays when the events before it are told again', () => {
    for (let from = 0; from < log.length; from++) {
      for (let until = from + 1; until <= log.length; until++) {
        const rows = play(log.slice(from, until), play(log)).entries.map(({ message }) => message.id);
        expect([from, until, rows]).toEqual([from, until, [edited.id, better.id]]);
      }
    }
  });

  it('stays when history holds it already and the events are told from anywhere', () => {
    const page = [edited, complete(better, 'Better answer')];
    const history = applyHistory(emptyConversation, page, null);
    for (let from = 0; from < log.length; from++) {
      expect(shown(play(log.slice(from), history))).toEqual(['How exactly?', 'Better answer']);
    }
  });

  it('comes by its end alone, when all before was missed', () => {
    const state = play(log.slice(8, 9), play(log.slice(0, 4)));
    expect(shown(state)).toEqual(['How?', 'Second answer']);
  });

  it('comes by a snapshot, also one that begins behind what it has replaced', () => {
    const snapshot = (messages: WireMessage[]): NewEvent => ({
      type: 'snapshot',
      messages,
      active_turn: null,
      cursor: '1-1',
    });
    const before = play(log.slice(0, 4));
    const whole = play([snapshot([question, complete(second, 'Second answer')])], before);
    expect(shown(whole)).toEqual(['How?', 'Second answer']);
    expect(whole.gap).toBe(false);
    const part = play([snapshot([complete(second, 'Second answer')])], before);
    expect(shown(part)).toEqual(['Second answer']);
    expect(part.gap).toBe(true);
  });

  it('is no hole in a conversation that goes on', () => {
    const next: WireMessage = { ...question, id: 'next', position: 4, client_message_id: 'key-3' };
    const held = play(log.slice(0, 9));
    const state = play([{ type: 'snapshot', messages: [next], active_turn: null, cursor: '1-1' }], held);
    expect(state.gap).toBe(false);
    expect(shown(state)).toEqual(['How?', 'Second answer', 'How?']);
  });
});

describe('an edited question on its way', () => {
  const letter = {
    key: 'key-2',
    content: 'How exactly?',
    body: { content: 'How exactly?', replaces: question.id },
    createdAt: question.created_at,
    order: 1,
    sessionId: ids.session,
    place: 'here',
    context: {},
    tried: false,
    problem: null,
  };
  const onItsWay = (delivery: 'sending' | 'refused'): Conversation => {
    const state = play(log.slice(0, 4));
    return { ...state, entries: [...state.entries, unsentEntry(letter, delivery)] };
  };

  it('is shown in the place of the last one, and beside it when it was refused', () => {
    const texts = (state: Conversation) => withoutEdited(state.entries).map(({ message }) => message.content);
    expect(texts(onItsWay('sending'))).toEqual(['How exactly?']);
    expect(texts(onItsWay('refused'))).toEqual(['How?', 'First answer', 'How exactly?']);
  });

  it('has replaced it once it is accepted', () => {
    const turn = { id: turn3, answer_id: better.id } as WireTurn;
    const state = applyAccepted(onItsWay('sending'), edited, turn);
    expect(shown(state)).toEqual(['How exactly?', '']);
    expect(state.entries[0]).toMatchObject({ key: 'key-2', delivery: 'sent', message: { version: 2 } });
  });

  it('keeps everything else from being changed meanwhile', () => {
    const { entries, turns } = play(log.slice(0, 4));
    expect(changeable(entries, turns)).toBe(question.id);
    expect(changeable(onItsWay('sending').entries, {})).toBeNull();
    const running = play(log.slice(0, 8));
    expect(changeable(running.entries, running.turns)).toBeNull();
  });
});

describe('leafing', () => {
  const rows = [
    { ...question, replaced_by: edited.id },
    { ...first, replaced_by: second.id },
    { ...complete(second, 'Second answer'), replaced_by: better.id },
    edited,
    complete(better, 'Better answer'),
  ];

  it('goes from version to version of a question, with the newest of its answers', () => {
    const back = leaf(rows, edited, -1);
    expect(back).toMatchObject({ question: question.id, answer: second.id });
    expect(leaf(rows, question, -1)).toBeNull();
    expect(leaf(rows, question, 1)).toMatchObject({ question: edited.id, answer: better.id });
    expect(leaf(rows, edited, 1)).toBeNull();
  });

  it('goes through the answers of one version of a question', () => {
    expect(leaf(rows, second, -1)).toMatchObject({ question: question.id, answer: first.id });
    expect(leaf(rows, first, 1)).toMatchObject({ answer: second.id });
    expect(leaf(rows, second, 1)).toBeNull();
    expect(leaf(rows, better, -1)).toBeNull();
  });

  it('knows how many there are, before and after they were read', () => {
    expect(countVersions(second, undefined)).toBe(2);
    const leafed = leaf(rows, edited, -1) ?? undefined;
    expect(countVersions(first, leafed)).toBe(2);
    expect(countVersions(question, leafed)).toBe(2);
    expect(countVersions(better, leafed)).toBe(1);
  });
});
