/** Failures in words. What the server knows better (its own sentence) is not repeated here. */
export const errorsEn: Readonly<Record<string, string>> = {
  OFFLINE: 'The server cannot be reached just now.',
  TIMED_OUT: 'The server did not answer in time.',
  SIGNED_OUT: 'You are signed out here.',
  UNREADABLE: 'The server sent something unexpected. Try again.',
  INTERNAL_ERROR: 'Something failed on our side. It has been recorded.',
  CHAT_SESSION_NOT_FOUND: 'That session is no longer there.',
  OUTBOX_FULL: 'Twenty messages are waiting already. Let some go out first.',
};
