import type { Message } from '../../core/domain/message.js';

export type HistoryMessage = Pick<
  Message,
  'id' | 'type' | 'status' | 'content' | 'replyTo' | 'position' | 'version'
>;

/** A question and the answer that a reader has seen to it. */
export interface Exchange {
  question: string;
  answer: string;
  /** Position of the later of the two. */
  through: number;
}

/** What a prompt quotes of a conversation: ten exchanges, twenty messages. */
export const MAX_EXCHANGES = 10;

/** The last exchanges before `questionId`, oldest first. */
export function exchangesBefore(history: readonly HistoryMessage[], questionId: string): Exchange[] {
  const asked = history.find((message) => message.id === questionId);
  const before = history.filter(
    ({ id, type, position }) =>
      type !== 'user' || (id !== questionId && (!asked || position < asked.position)),
  );
  return exchangesOf(before).slice(-MAX_EXCHANGES);
}

/**
 * Only questions with a complete or stopped answer that has text count, so that the turns of a prompt alternate whatever
 * failed or was blocked in between; of several versions of an answer the newest counts.
 */
export function exchangesOf(history: readonly HistoryMessage[]): Exchange[] {
  const answers = new Map<string, HistoryMessage>();
  for (const message of history) {
    if (message.type !== 'assistant' || !message.replyTo || !hasBeenSeen(message)) continue;
    const other = answers.get(message.replyTo);
    if (!other || other.version < message.version) answers.set(message.replyTo, message);
  }
  return history
    .filter(({ type, status, content }) => type === 'user' && status !== 'blocked' && content.trim() !== '')
    .sort((a, b) => a.position - b.position)
    .flatMap(({ id, content, position }) => {
      const answer = answers.get(id);
      if (!answer) return [];
      return [{ question: content, answer: answer.content, through: Math.max(position, answer.position) }];
    });
}

function hasBeenSeen(answer: HistoryMessage): boolean {
  return (answer.status === 'complete' || answer.status === 'stopped') && answer.content.trim() !== '';
}
