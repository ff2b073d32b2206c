/** What the bare stack's server and worker say to each other. */

export const queueName = 'bare-turns';

export interface BareJob {
  sessionId: string;
  content: string;
}

/** Published on the session's channel, each as JSON. */
export type BareMessage =
  | { type: 'token'; offset: number; text: string }
  | { type: 'done' }
  | { type: 'failed'; reason: string };

export function channelOf(sessionId: string): string {
  return `bare:${sessionId}`;
}
