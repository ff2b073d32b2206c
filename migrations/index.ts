import { Initial1764000000001 } from './initial.js';

/** In the order they run. */
export const migrations = [Initial1764000000001];
