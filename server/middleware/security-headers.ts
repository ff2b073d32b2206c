import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * A strict policy for every page: own scripts and styles only, nothing inline. The widget needs no more, since
 * its styles are constructed sheets in a shadow root.
 */
const pagePolicy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
};

/** Bull Board sets `style` attributes in its markup; its scripts are files, as everywhere. */
const boardPolicy = { ...pagePolicy, 'style-src': ["'self'", "'unsafe-inline'"] };

/** A year, as browsers ask of a site that is always on HTTPS. */
export const HTTPS_ONLY_SECONDS = 31_536_000;

export function securityHeaders(options: { https: boolean; for: 'pages' | 'board' }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: options.for === 'board' ? boardPolicy : pagePolicy,
    },
    strictTransportSecurity: options.https ? { maxAge: HTTPS_ONLY_SECONDS, includeSubDomains: false } : false,
    // Not `no-referrer`: with that, browsers send `Origin: null` with the forms and calls of our own pages.
    referrerPolicy: { policy: 'same-origin' },
  });
}
