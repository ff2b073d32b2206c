import type { WireSession } from '../../core/contracts/shapes.js';

/** Whether more can be said in a session. */
export const takesMessages = ({ status }: Pick<WireSession, 'status'>): boolean =>
  status !== 'closed' && status !== 'archived';
