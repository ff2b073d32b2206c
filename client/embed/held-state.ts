import type { AsideState } from '../core/state.js';

/** What a host or a test may read of the widget. */
export interface HeldState {
  open: boolean;
  connection: AsideState['connection']['word'];
  sessionId: string | null;
  unread: number;
  messages: readonly {
    id: string;
    type: string;
    status: string;
    /** Whole text as received, before any drawing. */
    content: string;
    turnId: string | null;
    version: number;
  }[];
}

export function heldState(state: AsideState | null, open: boolean): HeldState {
  return {
    open,
    connection: state?.connection.word ?? 'signed-out',
    sessionId: state?.current.id ?? null,
    unread: state?.unread ?? 0,
    messages: (state?.current.conversation.entries ?? []).map(({ message }) => ({
      id: message.id,
      type: message.type,
      status: message.status,
      content: message.content,
      turnId: message.turn_id,
      version: message.version,
    })),
  };
}
