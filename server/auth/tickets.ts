import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { KeyStore } from '../../core/backplane/keys.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import { STREAM_TICKET_SECONDS } from '../../core/contracts/http.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Authenticate } from './authenticate.js';
import { type Identity, roles } from './identity.js';

export const ticketLimits = {
  /** 256 bits: nobody guesses one within its half minute. */
  bytes: 32,
  /** The backplane must have taken it, or given it back, within this time. */
  storeMs: 2_000,
  retryAfterSeconds: 2,
} as const;

const ticketForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * Tickets stand in for a token where no header can be sent: EventSource, and WebSockets of browsers. An address gets
 * into logs and histories that a token must stay out of; a ticket in one is worthless after its one use.
 */
export interface Tickets {
  /** For this session only, with the caller's roles and no longer than his token. SERVICE_UNAVAILABLE. */
  issue(identity: Identity, sessionId: string): Promise<string>;
  /** Whose it was; null for one that was used, has expired or never was. Either way it is used up. */
  redeem(ticket: string): Promise<Identity | null>;
}

/** What is kept for a ticket; under its hash, so that who reads the store cannot use it. */
const holder = z.object({
  userId: z.string(),
  roles: z.array(z.enum(roles)),
  // Tickets of a server before this version have none.
  labels: z.array(z.string()).default([]),
  expiresAt: z.coerce.date(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  onlySession: z.string(),
});

export function createTickets(deps: { keys: KeyStore }): Tickets {
  const { keys } = deps;
  const keyOf = (ticket: string) => `ticket:${createHash('sha256').update(ticket).digest('base64url')}`;
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await withinMs(work, ticketLimits.storeMs, 'the backplane did not answer for a ticket in time');
    } catch (cause) {
      throw new AsideError('SERVICE_UNAVAILABLE', { retryAfter: ticketLimits.retryAfterSeconds, cause });
    }
  };
  return {
    issue: async (identity, sessionId) => {
      const ticket = randomBytes(ticketLimits.bytes).toString('base64url');
      const value = JSON.stringify({ ...identity, onlySession: sessionId });
      await inTime(keys.set(keyOf(ticket), value, STREAM_TICKET_SECONDS));
      return ticket;
    },
    redeem: async (ticket) => {
      if (!ticketForm.test(ticket)) return null;
      const value = await inTime(keys.take(keyOf(ticket)));
      if (value === null) return null;
      const identity = holder.parse(JSON.parse(value));
      return identity.expiresAt.getTime() > Date.now() ? identity : null;
    },
  };
}

/** By token, or without one by `?ticket=`; where the address names a session, the ticket must be for that one. */
export function tokenOrTicket(authenticate: Authenticate, tickets: Tickets): Authenticate {
  return async (req, res) => {
    const { ticket } = req.query;
    if (req.headers.authorization !== undefined || ticket === undefined) return authenticate(req, res);
    const identity = typeof ticket === 'string' ? await tickets.redeem(ticket) : null;
    const named = req.params.id;
    if (!identity || (named !== undefined && String(named).toLowerCase() !== identity.onlySession)) {
      throw new AsideError('UNAUTHENTICATED');
    }
    return identity;
  };
}
