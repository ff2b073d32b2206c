/** What fills the chat between header and foot. */
export type ChatView = 'conversation' | 'sessions' | 'context';
