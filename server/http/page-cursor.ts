import { z } from 'zod';
import { day } from '../../core/contracts/analytics.js';
import { id } from '../../core/contracts/ids.js';
import { documentId } from '../../core/contracts/knowledge.js';
import { storableText } from '../../core/contracts/text.js';
import { AsideError } from '../../core/domain/errors.js';

/**
 * Cursors of list pages: base64url of a small JSON array. They carry a place, never a permission: whose list it
 * is comes from the token, so a cursor of somebody else leads nowhere new.
 */
function pageCursor<T>(schema: z.ZodType<T>) {
  return {
    encode: (place: T): string => Buffer.from(JSON.stringify(place)).toString('base64url'),
    /** INVALID_CURSOR when it is not one of ours. */
    decode: (cursor: string): T => {
      const place = schema.safeParse(parse(cursor));
      if (!place.success) throw new AsideError('INVALID_CURSOR');
      return place.data;
    },
  };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** A moment that Postgres can read too: a real date of four digits, not in the year 0. */
const moment = z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith('0000'));

/** Before which session: its last activity, in milliseconds, and its id. */
export const sessionCursor = pageCursor(z.tuple([z.literal('sessions'), moment, id]));

/** After which document: its id, and that of its row. */
export const documentCursor = pageCursor(z.tuple([z.literal('documents'), documentId, id]));

/** Before which gap: its time, in milliseconds, and its message. */
export const gapCursor = pageCursor(z.tuple([z.literal('gaps'), moment, id]));

/** Before which row of a report of usage: the day, the turn, or what a user has cost and his id. */
export const usageCursors = {
  day: pageCursor(z.tuple([z.literal('usage-days'), day])),
  turn: pageCursor(z.tuple([z.literal('usage-turns'), id])),
  user: pageCursor(
    z.tuple([z.literal('usage-users'), z.string().regex(/^\d{1,30}$/), storableText(256).min(1)]),
  ),
};

/** Which way to go on, and from which position. */
export const historyCursor = pageCursor(
  z.tuple([z.enum(['before', 'after']), z.number().int().min(0).max(2_147_483_647)]),
);
