import { Agent } from 'node:http';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { type BareJob, type BareMessage, channelOf, queueName } from './messages.js';

/*
 * The other half of the bare stack: takes a job, asks the model, publishes each token as it comes. It does not wait
 * for Redis between tokens, and commands of one turn of the event loop share a write: the client's own option.
 */

const redisUrl = process.env.REDIS_URL ?? '';
const concurrency = Number(process.env.WORKER_CONCURRENCY ?? 50);
const publisher = new Redis(redisUrl, { enableAutoPipelining: true });
const bedrock = new BedrockRuntimeClient({
  region: process.env.AWS_REGION ?? '',
  endpoint: process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME ?? '',
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 5_000,
    httpAgent: new Agent({ keepAlive: true, maxSockets: concurrency }),
  }),
});

async function answer({ sessionId, content }: BareJob): Promise<void> {
  const channel = channelOf(sessionId);
  const publish = (message: BareMessage) => publisher.publish(channel, JSON.stringify(message));
  try {
    const { stream } = await bedrock.send(
      new ConverseStreamCommand({
        modelId: 'eu.anthropic.claude-sonnet-4-20250514-v1:0',
        system: [{ text: 'You answer questions about AWS, briefly and exactly.' }],
        messages: [{ role: 'user', content: [{ text: content }] }],
        inferenceConfig: { maxTokens: 1_024, temperature: 0.2 },
      }),
    );
    let offset = 0;
    let last: Promise<unknown> | null = null;
    for await (const event of stream ?? []) {
      const text = event.contentBlockDelta?.delta?.text;
      if (!text) continue;
      last = publish({ type: 'token', offset, text });
      last.catch(() => {});
      offset += text.length;
    }
    await last;
    await publish({ type: 'done' });
  } catch (error) {
    await publish({ type: 'failed', reason: String(error) });
    throw error;
  }
}

const worker = new Worker<BareJob>(queueName, async (job) => answer(job.data), {
  connection: new Redis(redisUrl, { maxRetriesPerRequest: null }),
  concurrency,
});
worker.on('error', (error) => console.error(error));
await worker.waitUntilReady();
console.log(JSON.stringify({ msg: 'worker ready' }));
process.once('SIGTERM', () => process.exit(0));
