import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import type { Config } from '../../core/config.js';
import type { Usage } from '../../core/domain/message.js';
import { awsHttp } from '../aws-http.js';
import { eventStreamReader } from './event-stream.js';
import { ModelError } from './model-error.js';
import { withoutHiddenText } from './without-hidden-text.js';

/** Everything of a Converse request but the model. */
export type ModelInput = Omit<ConverseStreamCommandInput, 'modelId'>;

/** A tool that the model wants called before it goes on. */
export interface ToolUse {
  id: string;
  name: string;
  /** JSON as the model wrote it: it may be none. */
  input: string;
}

export interface Generation {
  /** As Bedrock names it: `end_turn`, `max_tokens`, … */
  stopReason: string;
  usage: Usage | null;
  /** Of the input, written to Bedrock's cache; counted nowhere else. */
  cacheWriteTokens: number;
  /** Bedrock's own name for the call, for its support and its logs. */
  requestId: string | null;
  /** In order. */
  toolUses: ToolUse[];
}

/** What one answer of the model may ask of tools: calls, and characters of each input. What is longer is cut. */
export const toolUseLimits = { uses: 16, inputCharacters: 20_000 } as const;

export interface Model {
  /**
   * Streams an answer; resolves only after the model said that it has ended. Calls `onText` with each piece.
   *
   * @throws ModelError for whatever the model or the way to it does; the signal's reason when it aborts; whatever
   * `onText` throws.
   */
  stream(
    modelId: string,
    input: ModelInput,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Generation>;
  close(): void;
}

/** The client's own time-outs do not end a stream that falls silent, so these are ours. */
export const modelTimers = {
  connectMs: 5_000,
  firstTokenMs: 30_000,
  betweenTokensMs: 20_000,
  totalMs: 300_000,
} as const;
export type ModelTimers = { [K in keyof typeof modelTimers]: number };

export function createBedrockModel(
  config: Pick<Config['bedrock'], 'region' | 'endpoint' | 'guardrailId' | 'guardrailVersion'>,
  sockets: number,
  timers: ModelTimers = modelTimers,
): Model {
  // What a guardrail has to say comes as text with the stop reason `guardrail_intervened`.
  const { guardrailId: guardrailIdentifier, guardrailVersion } = config;
  const guardrail = guardrailIdentifier && { guardrailConfig: { guardrailIdentifier, guardrailVersion } };
  const client = new BedrockRuntimeClient({
    region: config.region,
    ...(config.endpoint === null ? {} : { endpoint: config.endpoint }),
    // Retries are the turn's, in one layer.
    maxAttempts: 1,
    eventStreamSerdeProvider: eventStreamReader,
    // HTTP/1.1: the default HTTP/2 handler ends a cut stream as if it were complete, and ignores time-outs.
    requestHandler: awsHttp({ connectMs: timers.connectMs, sockets }),
  });

  return {
    stream: async (modelId, input, onText, signal) => {
      const watchdog = createWatchdog(timers);
      const unread = new AbortController();
      const abort = AbortSignal.any([signal, watchdog.signal, unread.signal]);
      let readToItsEnd = false;
      /** What `onText` threw: no failure of the model. */
      let ours: { error: unknown } | null = null;
      const take = (text: string) => {
        try {
          onText(text);
        } catch (error) {
          ours = { error };
          throw error;
        }
      };
      try {
        const command = new ConverseStreamCommand({ ...withoutHiddenText(input), ...guardrail, modelId });
        const response = await client.send(command, { abortSignal: abort });
        const generation = await readStream(response.stream ?? [], take, watchdog.sign, abort);
        readToItsEnd = true;
        return { ...generation, requestId: response.$metadata.requestId ?? null };
      } catch (error) {
        if (ours) throw (ours as { error: unknown }).error;
        if (signal.aborted) throw signal.reason;
        if (watchdog.signal.aborted) throw watchdog.signal.reason;
        throw error instanceof ModelError ? error : ModelError.from(error);
      } finally {
        watchdog.end();
        // The client leaves the socket of a stream that it stopped reading open, and there are only so many.
        if (!readToItsEnd) unread.abort();
      }
    },
    close: () => client.destroy(),
  };
}

async function readStream(
  stream: AsyncIterable<ConverseStreamOutput> | Iterable<ConverseStreamOutput>,
  onText: (text: string) => void,
  sign: () => void,
  signal: AbortSignal,
): Promise<Omit<Generation, 'requestId'>> {
  let stopReason: string | null = null;
  let usage: Usage | null = null;
  /** By their content block. */
  const toolUses = new Map<number | undefined, ToolUse>();
  let cacheWriteTokens = 0;
  for await (const event of stream) {
    signal.throwIfAborted();
    // Also a model that reasons to itself is alive.
    if (event.contentBlockDelta) sign();
    const text = event.contentBlockDelta?.delta?.text;
    if (text !== undefined) {
      if (text !== '') onText(text);
    } else if (event.contentBlockStart?.start?.toolUse) {
      sign();
      const { contentBlockIndex, start } = event.contentBlockStart;
      if (toolUses.size >= toolUseLimits.uses)
        throw new ModelError('faulted', 'the model wants more tools called than it may');
      const { toolUseId = '', name = '' } = start.toolUse;
      toolUses.set(contentBlockIndex, { id: toolUseId, name, input: '' });
    } else if (event.contentBlockDelta?.delta?.toolUse) {
      sign();
      const use = toolUses.get(event.contentBlockDelta.contentBlockIndex);
      const { input = '' } = event.contentBlockDelta.delta.toolUse;
      if (use) use.input = (use.input + input).slice(0, toolUseLimits.inputCharacters);
    } else if (event.messageStop) {
      stopReason = event.messageStop.stopReason ?? 'end_turn';
    } else if (event.metadata?.usage) {
      const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens } = event.metadata.usage;
      cacheWriteTokens = cacheWriteInputTokens ?? 0;
      usage = {
        inputTokens: inputTokens ?? 0,
        outputTokens: outputTokens ?? 0,
        cachedTokens: cacheReadInputTokens ?? 0,
        costUsd: null,
      };
    }
  }
  signal.throwIfAborted();
  // A stream that simply ends was cut somewhere on the way.
  if (stopReason === null) throw new ModelError('interrupted', 'the stream ended without messageStop');
  return { stopReason, usage, cacheWriteTokens, toolUses: [...toolUses.values()] };
}

/** Aborts when the first token, the next one, or the end takes too long. A sign of life costs no more than a clock. */
function createWatchdog(timers: ModelTimers) {
  const controller = new AbortController();
  const expire = (what: string) => controller.abort(new ModelError('timed_out', `${what} took too long`));
  const total = setTimeout(() => expire('the whole answer'), timers.totalMs);
  let lastTokenAt: number | null = null;
  const check = () => {
    const leftMs = lastTokenAt === null ? 0 : lastTokenAt + timers.betweenTokensMs - performance.now();
    if (leftMs > 0) next = setTimeout(check, leftMs);
    else expire(lastTokenAt === null ? 'the first token' : 'the next token');
  };
  let next = setTimeout(check, timers.firstTokenMs);
  return {
    signal: controller.signal,
    sign: () => {
      if (lastTokenAt === null) {
        clearTimeout(next);
        next = setTimeout(check, timers.betweenTokensMs);
      }
      lastTokenAt = performance.now();
    },
    end: () => {
      clearTimeout(total);
      clearTimeout(next);
    },
  };
}
