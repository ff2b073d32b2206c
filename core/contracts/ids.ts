import { z } from 'zod';

/** Every id that Aside makes is a UUIDv7: unique without coordination, and sorted by time in an index. */
export const id = z.uuidv7();

/**
 * Position in the event log of one session, as `<generation>.<mark of the session>-<number>`. The generation changes when
 * a log is lost or has expired, so a cursor of an earlier log is recognised instead of being taken for a place in the
 * new one. Opaque to clients.
 */
export const eventCursor = z
  .string()
  .regex(/^\d{1,19}(?:\.[0-9a-f]{8})?-\d{1,15}$/, { error: 'is not an event cursor' });

/** The longest that is made holds the id of a user: 256 characters of up to four bytes. */
export const MAX_PAGE_CURSOR_CHARACTERS = 2_048;

/** Keyset cursor of a list page. Opaque to clients: base64url of a small JSON array. */
export const pageCursor = z
  .string()
  .max(MAX_PAGE_CURSOR_CHARACTERS)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'is not a page cursor' });

/** `Idempotency-Key` and `client_message_id`: visible ASCII, as an HTTP header can carry it. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, { error: 'must be 1 to 200 visible ASCII characters' });

/** The name of a quick action, as a page sends it with the question that the action asked. */
export const quickAction = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "_" or "-"' });

/**
 * Names one page or connection of a user, chosen by it, so that what it tells the others is not told to itself. It
 * opens nothing.
 */
export const clientId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "_" or "-"' });
