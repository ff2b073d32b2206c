import type { Turn } from '../../core/domain/turn.js';

/** Hands a committed turn to the queue. Never rejects: what the queue did not take is left to the sweep. */
export type Deliver = (turn: Turn, options?: { replace: boolean }) => Promise<void>;

/** A turn of this user went out of the queue: hands over what he has waiting. Never rejects either. */
export type DeliverNext = (userId: string) => Promise<void>;
