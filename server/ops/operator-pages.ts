import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { AsideError } from '../../core/domain/errors.js';
import { type Authenticate, type AuthenticateBy, tokenInBody, tokenInHeader } from '../auth/authenticate.js';
import { admins, hasRole } from '../auth/identity.js';
import { factsOf } from '../http/facts.js';
import { readJson } from '../http/read-json.js';
import { securityHeaders } from '../middleware/security-headers.js';
import { boardPath } from './board.js';
import { clearedOpsCookie, opsCookie, tokenInOpsCookie } from './cookie.js';
import { mark, signInPage, signInStyle } from './sign-in-page.js';

/** The sign-in form has one field, a token. */
export const formLimits = { bytes: 16_384, fields: 10 } as const;

/**
 * `/ops`: pages for admins, reached from a browser. A browser cannot send a header when it opens a page, so the
 * token may also be in a cookie, which `POST /ops/login` sets.
 */
export function operatorPages(deps: {
  authenticateBy: AuthenticateBy;
  board: RequestHandler;
  https: boolean;
}): Router {
  const { authenticateBy, board, https } = deps;
  const authenticate = authenticateBy((req) => tokenInHeader(req) ?? tokenInOpsCookie(req));
  const form = express.urlencoded({
    extended: false,
    limit: formLimits.bytes,
    parameterLimit: formLimits.fields,
  });
  const router = Router();

  router.use(noteRoute, sameOriginOnly);
  router.get('/', (_req, res) => res.redirect(boardPath));
  router.get('/sign-in.css', (_req, res) => {
    res.type('css').set('Cache-Control', 'no-cache').send(signInStyle);
  });
  router.get('/mark.svg', (_req, res) => {
    res.type('svg').set('Cache-Control', 'no-cache').send(mark);
  });
  router.post('/login', form, login(authenticateBy(tokenInBody), https));
  router.post('/logout', (_req, res) => {
    res.set('Set-Cookie', clearedOpsCookie).redirect(303, boardPath);
  });
  router.use('/queues', securityHeaders({ https, for: 'board' }), adminsOnly(authenticate), board);
  return router;
}

/** Log lines and metrics know the operator pages as one route. */
const noteRoute: RequestHandler = (_req, res, next) => {
  factsOf(res).route = '/ops';
  next();
};

/** Lets admins through. Whoever opens the page in a browser without being one is asked for a token. */
function adminsOnly(authenticate: Authenticate): RequestHandler {
  return async (req, res, next) => {
    try {
      const identity = await authenticate(req, res);
      factsOf(res).userId = identity.userId;
      if (!hasRole(identity, admins)) throw new AsideError('FORBIDDEN');
    } catch (error) {
      if (!opensPage(req)) throw error;
      askForToken(res, error, null);
      return;
    }
    next();
  };
}

/** Takes `{token}` as JSON, or from the sign-in page's form. Only an admin's token becomes a cookie. */
function login(authenticate: Authenticate, https: boolean): RequestHandler {
  return async (req, res) => {
    const isForm = req.is('application/x-www-form-urlencoded') !== false;
    if (!isForm) req.body = await readJson(req);
    try {
      const identity = await authenticate(req, res);
      if (!hasRole(identity, admins)) throw new AsideError('FORBIDDEN');
      const secondsLeft = Math.floor((identity.expiresAt.getTime() - Date.now()) / 1_000);
      const token = String(tokenInBody(req));
      res.set('Set-Cookie', opsCookie(token, { maxAgeSeconds: Math.max(0, secondsLeft), secure: https }));
      if (isForm) res.redirect(303, boardPath);
      else res.status(204).end();
    } catch (error) {
      if (!isForm) throw error;
      askForToken(res, error, 'This token is expired, or not one of this installation.');
    }
  };
}

/** A browser that opens a page, or submits a form; scripts and tools get the error as it is. */
function opensPage(req: Request): boolean {
  return req.method === 'GET' && req.accepts(['json', 'html']) === 'html';
}

/** The sign-in page, with what was wrong with the token, if one was given. Any other error is thrown on. */
function askForToken(res: Response, error: unknown, refusal: string | null): void {
  if (!(error instanceof AsideError) || error.status >= 500) throw error;
  const problem =
    error.code === 'FORBIDDEN'
      ? 'This token is valid, but its holder is not an admin.'
      : error.code === 'VALIDATION_FAILED'
        ? 'This token is too long: browsers keep at most 4 KB. Ask for one with fewer claims.'
        : refusal;
  res.status(error.status).type('html').set('Cache-Control', 'no-store').send(signInPage(problem));
}

/** What changes something must come from a page of this very site; SameSite alone lets sister domains in. */
const sameOriginOnly: RequestHandler = (req, _res, next) => {
  const { origin, host } = req.headers;
  const changes = req.method !== 'GET' && req.method !== 'HEAD';
  if (changes && origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) {
    throw new AsideError('FORBIDDEN');
  }
  next();
};
