import { createLogger } from '../../core/logger.js';

/** For code under test: says nothing. */
export const silentLogger = createLogger('dev', 'silent');
