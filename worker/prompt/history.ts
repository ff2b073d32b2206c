import type { Message } from '../../core/domain/message.js';

export type HistoryMessage = Pick<
  Message,
  'id' | 'type' | 'status' | 'content' | 'replyTo' | 'position' | 'version'
>;

/** A question and the answer that a reader has seen to it. */
export interface Exchange {
  question: string;
  answer: string;
}

/** Five exchanges, ten messages. */
export const MAX_EXCHANGES = 5;

/**
 * The last exchanges before `questionId`, oldest first. Only questions with a complete or stopped answer that
 * has text count, so that the turns of a prompt alternate whatever failed in between; of several versions of
 * an answer the newest counts.
 */
export function exchangesOf(history: readonly HistoryMessage[], questionId: string): Exchange[] {
  const answers = new Map<string, HistoryMessage>();
  for (const message of history) {
    if (message.type !== 'assistant' || !message.replyTo || !hasBeenSeen(message)) continue;
    const other = answers.get(message.replyTo);
    if (!other || other.version < message.version) answers.set(message.replyTo, message);
  }
  const asked = history.find((message) => message.id === questionId);
  return history
    .filter(
      (message) =>
        message.type === 'user' &&
        message.id !== questionId &&
        message.content.trim() !== '' &&
        (!asked || message.position < asked.position),
    )
    .sort((a, b) => a.position - b.position)
    .flatMap((message) => {
      const answer = answers.get(message.id);
      return answer ? [{ question: message.content, answer: answer.content }] : [];
    })
    .slice(-MAX_EXCHANGES);
}

function hasBeenSeen(answer: HistoryMessage): boolean {
  return (answer.status === 'complete' || answer.status === 'stopped') && answer.content.trim() !== '';
}
