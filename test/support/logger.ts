import { pino } from 'pino';

/** For code under test: says nothing. */
export const silentLogger = pino({ level: 'silent' });
