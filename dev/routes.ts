import express, { type Router } from 'express';
import { AsideError } from '../core/domain/errors.js';
import { readJson } from '../server/http/read-json.js';
import { opsCookie } from '../server/ops/cookie.js';
import type { DevInfo } from './dev-info.js';
import { type SampleUserName, sampleUserNames, sampleUsers } from './sample-users.js';
import { type Signing, signToken, tokenLifeSeconds } from './sign-token.js';

export interface DevRoutesDeps {
  info: DevInfo;
  signing: Signing;
  /** Folder of the built sample dashboard. */
  dashboard: string;
}

/** What only the embedded set-up has: sign-in without a password, what is a stand-in, and the sample dashboard. */
export function createDevRoutes({ info, signing, dashboard }: DevRoutesDeps): Router {
  const router = express.Router();
  router.post('/dev/login', async (req, res) => {
    const body = (await readJson(req)) as { user?: unknown } | null | undefined;
    const user = body?.user;
    if (!isSampleUser(user)) throw unknownUser();
    res.set('Cache-Control', 'no-store');
    res.json({ token: await signToken(sampleUsers[user], signing), expires_in: tokenLifeSeconds });
  });
  router.get('/dev/info', (_req, res) => {
    res.set('Cache-Control', 'no-store').json(info);
  });
  // Bull Board asks an admin for a token; here everybody may be the admin, so a link is enough.
  router.get('/dev/queues', async (_req, res) => {
    const token = await signToken(sampleUsers.admin, signing);
    res.set('Set-Cookie', opsCookie(token, { maxAgeSeconds: tokenLifeSeconds, secure: false }));
    res.redirect(303, '/ops/queues');
  });
  router.use(express.static(dashboard, { index: 'index.html' }));
  return router;
}

function isSampleUser(name: unknown): name is SampleUserName {
  return sampleUserNames.some((known) => known === name);
}

function unknownUser(): AsideError {
  const fields = [{ path: 'user', message: `must be one of ${sampleUserNames.join(', ')}` }];
  return new AsideError('VALIDATION_FAILED', { details: { fields } });
}
