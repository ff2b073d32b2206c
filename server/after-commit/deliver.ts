import type { Turn } from '../../core/domain/turn.js';

/** Hands a committed turn to the queue. Never rejects: what the queue did not take is left to the sweep. */
export type Deliver = (turn: Turn) => Promise<void>;

/**
 * Hands over what this user has waiting, as far as he has room: a turn of his went out of the queue, or a new one found
 * no room and some came free in that moment. Never rejects either.
 */
export type DeliverNext = (userId: string) => Promise<void>;
