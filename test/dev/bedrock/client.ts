import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The real client as the worker builds it: HTTP/1.1, one attempt. */
export function createClient(endpoint: string): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 2_000 }),
  });
}

export function user(text: string): Message {
  return { role: 'user', content: [{ text }] };
}

export interface Heard {
  deltas: string[];
  text: string;
  /** Names of the events that are not deltas, in order. */
  events: string[];
  stopReason: string | undefined;
  usage: { inputTokens?: number | undefined; outputTokens?: number | undefined } | undefined;
  /** What ended the reading, if it was not the end of the stream. */
  error: Error | undefined;
}

/** Reads a stream to its end, keeping what came before an error. Errors before the stream are thrown. */
export async function converse(
  client: BedrockRuntimeClient,
  messages: Message[],
  modelId = 'anthropic.claude-sonnet-4',
  abortSignal?: AbortSignal,
): Promise<Heard> {
  const command = new ConverseStreamCommand({ modelId, messages });
  const { stream } = await client.send(command, abortSignal ? { abortSignal } : {});
  const heard: Heard = {
    deltas: [],
    text: '',
    events: [],
    stopReason: undefined,
    usage: undefined,
    error: undefined,
  };
  try {
    for await (const event of stream ?? []) hear(heard, event);
  } catch (error) {
    heard.error = error as Error;
  }
  heard.text = heard.deltas.join('');
  return heard;
}

function hear(heard: Heard, event: ConverseStreamOutput): void {
  if (event.contentBlockDelta) heard.deltas.push(event.contentBlockDelta.delta?.text ?? '');
  else heard.events.push(Object.keys(event)[0] ?? '');
  if (event.messageStop) heard.stopReason = event.messageStop.stopReason;
  if (event.metadata) heard.usage = event.metadata.usage;
}
