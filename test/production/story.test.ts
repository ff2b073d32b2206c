import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../core/store/data-source.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { ingestFolder } from '../../worker/knowledge/ingest-folder.js';
import { assembled, type Conversation, endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { testRedisUrl } from '../support/redis.js';
import { backplaneKinds } from '../support/server.js';
import { claims, signHs256, testJwt } from '../support/tokens.js';
import { assembleImage, type Image } from './image.js';
import { type Program, procfile, start } from './procfile.js';

describe.each(backplaneKinds)('the commands of the Procfile in production, on %s', (backplane) => {
  let image: Image;
  let database: TestDatabase;
  let bedrock: BedrockStandIn;
  let provider: IdentityProvider;
  let env: Record<string, string>;
  let web: Program;
  let worker: Program;
  let origin = '';
  let conversation: Conversation;

  beforeAll(async () => {
    image = await assembleImage();
    database = await createTestDatabase();
    bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 5, tokenMs: 1 } });
    provider = await startIdentityProvider();
    env = {
      NODE_ENV: 'production',
      PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: database.url,
      ...(backplane === 'redis' ? { REDIS_URL: testRedisUrl() ?? '' } : {}),
      JWT_ISSUER: testJwt.issuer,
      JWT_AUDIENCE: testJwt.audience,
      JWT_JWKS_URI: provider.uri,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'stand-in',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
      SHUTDOWN_GRACE_MS: '2000',
    };
  });

  afterAll(async () => {
    for (const program of [web, worker]) program?.kill('SIGKILL');
    await Promise.all([web, worker].map((program) => program?.ended));
    await bedrock?.close();
    await provider?.close();
    await database?.drop();
    await image?.remove();
  });

  test('release prepares the database, web and worker come up', async () => {
    const commands = await procfile();
    const release = start(commands.release ?? '', image.folder, env);
    expect(await release.ended).toMatchObject({ code: 0, stderr: '' });

    web = start(commands.web ?? '', image.folder, env);
    worker = start(commands.worker ?? '', image.folder, env);
    const { port } = await web.logged((line) => line.msg === 'listening');
    const { health_port } = await worker.logged((line) => line.msg === 'worker ready');
    origin = `http://127.0.0.1:${port}`;
    for (const address of [origin, `http://127.0.0.1:${health_port}`]) {
      // A worker is ready once the queue has answered it.
      await eventually(`${address} is ready`, async () => (await fetch(`${address}/readyz`)).status === 200);
    }
  });

  test('a question is answered by the worker, streamed exactly, with sources', async () => {
    const source = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
    await ingestFolder(source, 'dev/knowledge').finally(() => source.destroy());

    const token = await provider.sign('rsa', claims());
    conversation = await startConversation(origin, token);
    const { turn } = await conversation.ask('How can a client with three VPCs cut the cost of NAT gateways?');
    const events = await conversation.events(endsTurn);
    const last = events.at(-1);
    expect(last?.type).toBe('turn.completed');
    if (last?.type !== 'turn.completed') return;

    expect(last.message.content).toBe(assembled(events));
    expect(last.message.content.length).toBeGreaterThan(100);
    expect(last.message.sources?.length).toBeGreaterThan(0);
    const stored = (await conversation.history()).data.find(({ id }) => id === last.message.id);
    expect(stored?.content).toBe(last.message.content);
    expect(stored?.status).toBe('complete');
    expect((await conversation.turn(turn.id)).state).toBe('completed');
  });

  test('the widget is served, and nothing of development is', async () => {
    const widget = await fetch(`${origin}/widget.js`);
    expect(widget.status).toBe(200);
    expect(widget.headers.get('content-type')).toContain('javascript');
    for (const path of ['/dev/login', '/dev/info']) {
      expect((await fetch(`${origin}${path}`, { method: 'POST' })).status).toBe(404);
    }
  });

  test('a token signed by a shared secret is refused', async () => {
    const answer = await fetch(`${origin}/api/v1/admin/chat/sessions`, {
      headers: { authorization: `Bearer ${signHs256(claims())}` },
    });
    expect(answer.status).toBe(401);
  });

  test('SIGTERM ends both with exit code 0 within their grace, and nothing is left running', async () => {
    web.kill('SIGTERM');
    worker.kill('SIGTERM');
    const ended = await Promise.all([web.ended, worker.ended]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(await database.query(`SELECT id FROM turns WHERE state = 'running'`)).toEqual([]);
  });

  test('no line of their logs holds what was asked or answered', async () => {
    const rows = await database.query<{ content: string }>(
      `SELECT content FROM messages WHERE content <> ''`,
    );
    expect(rows.length).toBe(2);
    const logs = (await Promise.all([web.ended, worker.ended])).map(({ stdout }) => stdout).join('\n');
    for (const { content } of rows) expect(logs).not.toContain(content.slice(0, 40));
  });
});
