import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { correlation } from '../../server/middleware/correlation.js';
import { errors } from '../../server/middleware/errors.js';
import { widget } from '../../server/widget.js';
import { refusal, request } from '../support/server.js';

let folder: string;
let file: string;
let http: Server;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aside-widget-'));
  file = join(folder, 'widget.js');
  const app = express();
  app.use(correlation());
  app.get('/widget.js', widget(pathToFileURL(file)));
  app.use(errors(pino({ level: 'silent' })));
  http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/widget.js`;
});
afterEach(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await rm(folder, { recursive: true });
});

test('any page may include it, and asks for it anew each time', async () => {
  await writeFile(file, 'customElements;');
  const answer = await request(url, 'GET');
  expect(answer.status).toBe(200);
  expect(answer.text).toBe('customElements;');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
});

test('while it is the same it is answered with 304, and a new build is served at once', async () => {
  await writeFile(file, 'first;');
  const etag = (await request(url, 'GET')).headers.get('etag') ?? '';
  // fetch would add `no-cache` to a request with a condition, which asks for the whole answer.
  const known = { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } };
  const same = await request(url, 'GET', known);
  expect([same.status, same.text]).toEqual([304, '']);
  await writeFile(file, 'second;');
  await utimes(file, new Date(), new Date(Date.now() + 5_000));
  const changed = await request(url, 'GET', known);
  expect([changed.status, changed.text]).toEqual([200, 'second;']);
});

test('before it is built the answer says how to build it', async () => {
  const answer = await request(url, 'GET');
  expect(refusal(answer)).toEqual({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  expect(answer.text).toContain('npm run build');
});
