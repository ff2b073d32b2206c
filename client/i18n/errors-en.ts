/** Failures in words. What the server knows better (its own sentence) is not repeated here. */
export const errorsEn: Readonly<Record<string, string>> = {
  OFFLINE: 'The server cannot be reached just now.',
  TIMED_OUT: 'The server did not answer in time.',
  SIGNED_OUT: 'You are signed out here.',
  TOKEN_UNAVAILABLE: 'Your sign-in could not be checked just now.',
  UNREADABLE: 'The server sent something unexpected. Try again.',
  INTERNAL_ERROR: 'Something failed on our side. It has been recorded.',
  CHAT_SESSION_NOT_FOUND: 'That session is no longer there.',
  OUTBOX_FULL: 'Twenty messages are unsent already. Let some go out first, or discard them.',
  WAITED_TOO_LONG: 'It waited for more than a day. If it is still wanted, send it again.',
};
