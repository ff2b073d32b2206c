import { z } from 'zod';

/**
 * Every expected failure: its HTTP status and the sentence a user may read. Anything else is a bug and
 * becomes `INTERNAL_ERROR` with its text hidden.
 */
export const errorTable = {
  BAD_REQUEST: { status: 400, message: 'The request is malformed.' },
  VALIDATION_FAILED: { status: 400, message: 'Some fields are not as they should be; details names them.' },
  INVALID_JSON: { status: 400, message: 'The body is not valid JSON.' },
  JSON_TOO_DEEP: { status: 400, message: 'The body is nested too deeply.' },
  INVALID_CURSOR: { status: 400, message: 'The cursor is not one that this API gave out.' },
  UNAUTHENTICATED: {
    status: 401,
    message: 'Sign in again: the token is missing, expired or not valid here.',
  },
  FORBIDDEN: { status: 403, message: 'Your role does not allow this.' },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    message: 'Pages of this origin may not connect. An administrator can list it in CORS_ORIGINS.',
  },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address.' },
  CHAT_SESSION_NOT_FOUND: { status: 404, message: 'This session does not exist.' },
  CHAT_TURN_NOT_FOUND: { status: 404, message: 'This turn does not exist.' },
  CHAT_MESSAGE_NOT_FOUND: { status: 404, message: 'This message does not exist.' },
  KNOWLEDGE_DOCUMENT_NOT_FOUND: { status: 404, message: 'This document is not in the knowledge base.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'This address does not take that method.' },
  NOT_ACCEPTABLE: { status: 406, message: 'Ask for text/event-stream or application/json.' },
  CHAT_SESSION_CLOSED: {
    status: 409,
    message: 'This session is closed or archived. Reopen it, or start a new one.',
  },
  TURN_ENDED: { status: 409, message: 'This turn has already ended.' },
  TURN_NOT_RETRYABLE: { status: 409, message: 'Only an answer that has ended can be given again.' },
  CHAT_NOT_LAST: {
    status: 409,
    message: 'Only the last question of a session can be edited, and only its answer given again.',
  },
  CHAT_TURN_OPEN: {
    status: 409,
    message: 'An answer is on its way in this session. Let it finish, or stop it first.',
  },
  CHAT_TOO_MANY_VERSIONS: {
    status: 409,
    message: 'This question has as many versions as can be kept. Ask it as a new one.',
  },
  CHAT_TOO_MANY_WAITING: {
    status: 429,
    message: 'Too many questions are waiting in this session. Let some finish first.',
  },
  BUDGET_EXCEEDED: { status: 429, message: 'Your budget is used up.' },
  BUDGET_HELD: {
    status: 429,
    message: 'What is being answered may take the rest of your budget. Let it finish first.',
  },
  KNOWLEDGE_TOO_MANY_WAITING: {
    status: 429,
    message: 'Too many documents are waiting to be read. Send the next ones when some are done.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    message: 'You follow too many sessions at once. Close some tabs first.',
  },
  BODY_TOO_LARGE: { status: 413, message: 'The body is larger than this address takes.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send JSON, with Content-Type: application/json.' },
  UPGRADE_REQUIRED: { status: 426, message: 'Only a WebSocket of version 13 can be opened here.' },
  TOO_MANY_FRAMES: { status: 429, message: 'Too many frames were sent in too short a time.' },
  TOO_MANY_BAD_FRAMES: { status: 400, message: 'Too many frames could not be understood.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    message: 'This Idempotency-Key was used for another request. Use a new one.',
  },
  CHAT_MESSAGE_BLOCKED: {
    status: 422,
    message: 'This was not sent, because it holds something that may not be said here.',
  },
  INTERNAL_ERROR: { status: 500, message: 'Something failed on our side. It has been recorded.' },
  IDENTITY_PROVIDER_UNAVAILABLE: {
    status: 503,
    message: 'The identity provider cannot be reached. Try again shortly.',
  },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The service is busy or restarting. Try again shortly.' },

  MODEL_THROTTLED: {
    status: 503,
    message:
      'The model is over its limit just now. Your question is kept. It usually clears within a minute.',
  },
  MODEL_UNAVAILABLE: {
    status: 503,
    message: 'The model could not be reached. Your question is kept; try again in a moment.',
  },
  MODEL_TIMED_OUT: {
    status: 503,
    message: 'The model took too long to answer. Your question is kept; try again.',
  },
  MODEL_INTERRUPTED: {
    status: 503,
    message: 'The answer broke off before it was complete. Your question is kept; try again.',
  },
  MODEL_ACCESS_DENIED: {
    status: 503,
    message: 'The model refused this service. An administrator has to check its access.',
  },
  MODEL_REJECTED_INPUT: {
    status: 400,
    message: 'The model did not accept this question. Shorten or rephrase it.',
  },
  MODEL_ANSWER_TOO_LONG: {
    status: 503,
    message: 'The answer became longer than can be kept. Ask for a shorter one.',
  },
  ANSWER_BLOCKED: {
    status: 422,
    message: 'This answer was withheld, because it became something that may not be said here.',
  },
  ANSWER_LEAKED: {
    status: 422,
    message: 'This answer was withheld, because it held instructions that are not meant to be shown.',
  },
  TURN_ABANDONED: {
    status: 503,
    message: 'The answer could not be finished. Your question is kept; try again.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    retry_after: z.number().optional(),
    correlation_id: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;
