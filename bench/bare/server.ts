import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createSession, type Session } from 'better-sse';
import { Queue } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import { type BareJob, type BareMessage, channelOf, queueName } from './messages.js';

/*
 * What one would write in an afternoon from the same parts, and write well: a job for each message, a channel for
 * each session, a push for each token. No sign-in, no record, no resume.
 */

const redisUrl = process.env.REDIS_URL ?? '';
const queue = new Queue<BareJob>(queueName, {
  connection: new Redis(redisUrl, { maxRetriesPerRequest: 1 }),
  defaultJobOptions: { removeOnComplete: 1_000, removeOnFail: 1_000 },
});
const subscriber = new Redis(redisUrl);
const watchers = new Map<string, Set<Session>>();

subscriber.on('message', (channel, text) => {
  const sessions = watchers.get(channel);
  if (!sessions) return;
  const message = JSON.parse(text) as BareMessage;
  for (const session of sessions) session.push(message, message.type);
});

const app = express();
app.disable('x-powered-by');

app.post('/sessions/:id/messages', express.json({ limit: '256kb' }), async (req, res) => {
  const id = randomUUID();
  await queue.add('turn', { sessionId: req.params.id ?? '', content: req.body.content }, { jobId: id });
  res.status(202).json({ id });
});

app.get('/sessions/:id/events', async (req, res) => {
  const channel = channelOf(req.params.id ?? '');
  const sessions = watchers.get(channel) ?? new Set();
  watchers.set(channel, sessions);
  if (sessions.size === 0) await subscriber.subscribe(channel);
  const session = await createSession(req, res);
  sessions.add(session);
  session.once('disconnected', () => {
    sessions.delete(session);
    if (sessions.size > 0) return;
    watchers.delete(channel);
    void subscriber.unsubscribe(channel);
  });
});

// What is subscribed to before the connection is ready is forgotten.
await once(subscriber, 'ready');
const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'listening', port: (server.address() as AddressInfo).port }));
});
process.once('SIGTERM', () => process.exit(0));
