import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Behaviour, endingOf } from './behaviour.js';
import type { ConverseRequest } from './converse-request.js';
import type { Refusal } from './errors.js';
import type { Said } from './extractive-model.js';
import { withTotal } from './frames.js';
import { sendJson, sendText } from './http.js';
import { type Performance, play, tokensOf } from './play.js';
import type { RequestRecord } from './request-log.js';
import type { TimerWheel } from './timer-wheel.js';
import { splitTokens } from './tokens.js';

export interface Pace {
  /** Milliseconds from request to first token, and between tokens; 0 is as fast as the socket takes it. */
  firstTokenMs: number;
  tokenMs: number;
}

interface Call {
  request: ConverseRequest;
  response: ServerResponse;
  record: RequestRecord;
  behaviour: Behaviour;
  pace: Pace;
  wheel: TimerWheel;
}

/** Answers a valid request: by stream, or as one JSON body, well or as the behaviour says. */
export function answerConverse(call: Call, sayAnswer: (request: ConverseRequest) => Said): void {
  const { behaviour, response, record } = call;
  if (failAsScripted(behaviour, response, record)) return;
  const performance = plan(call, scripted(call) ?? sayAnswer(call.request));
  if (record.operation === 'converse-stream') play(performance, call);
  else answerAtOnce(performance, call);
}

/** The faults before an answer. True: there will be none. */
export function failAsScripted(
  behaviour: Behaviour,
  response: ServerResponse,
  record: RequestRecord | null,
): boolean {
  if (behaviour.silentBefore) return true;
  if (behaviour.resetBeforeHeaders) reset(response, record);
  else if (behaviour.htmlError) sendHtmlError(response, record, behaviour.htmlError);
  else if (behaviour.httpError) {
    const { retryAfterSeconds, ...refusal } = behaviour.httpError;
    refuse(response, record, refusal, retryAfterSeconds);
  } else return false;
  return true;
}

function scripted({ behaviour, record }: Call): Said | null {
  const { answer, toolUses } = behaviour;
  if (answer === undefined && !toolUses) return null;
  return { text: answer?.replaceAll('{question}', () => record.question) ?? '', toolUses: toolUses ?? [] };
}

/** The answer cut into tokens, its pace, and the point and way in which it ends. */
function plan({ request, behaviour, pace }: Call, said: Said): Performance {
  const { afterTokens, ending } = endingOf(behaviour);
  let tokens = behaviour.empty
    ? []
    : splitTokens(said.text.repeat(behaviour.repeat ?? 1), behaviour.tokenChars);
  if (behaviour.lengthTokens !== undefined) tokens = stretch(tokens, behaviour.lengthTokens);
  const { maxTokens } = request;
  const tooLong = !behaviour.beyondMaxTokens && maxTokens !== null && tokens.length > maxTokens;
  const toolUses = tooLong ? [] : said.toolUses.map((use) => ({ ...use, id: `tooluse_${randomUUID()}` }));
  return {
    toolUses,
    tokens: tooLong ? tokens.slice(0, maxTokens ?? 0) : tokens,
    firstTokenMs: behaviour.firstTokenMs ?? pace.firstTokenMs,
    tokenMs: behaviour.tokenMs ?? pace.tokenMs,
    afterTokens,
    ending,
    stopReason:
      behaviour.stopReason ?? (tooLong ? 'max_tokens' : toolUses.length > 0 ? 'tool_use' : 'end_turn'),
    inputTokens: request.inputTokens,
    splitBytes: behaviour.splitBytes ?? null,
  };
}

/** Exactly `length` tokens: the answer over and over, a blank line between. */
function stretch(tokens: string[], length: number): string[] {
  if (tokens.length === 0) return [];
  const cycle = [...tokens, '\n\n'];
  return Array.from({ length }, (_, index) => cycle[index % cycle.length] ?? '');
}

function answerAtOnce(performance: Performance, { response, record, wheel }: Call): void {
  const { tokens, toolUses, stopReason, inputTokens, firstTokenMs, tokenMs, ending } = performance;
  if (ending.kind === 'silent') return;
  if (ending.kind !== 'complete') {
    reset(response, record);
    return;
  }
  const latencyMs = firstTokenMs + tokenMs * tokens.length;
  const send = () => {
    record.text = tokens.join('');
    record.tokensSent = tokens.length;
    record.firstTokenAt = Date.now();
    end(record, 'completed');
    const content = [
      ...(tokens.length > 0 ? [{ text: record.text }] : []),
      ...toolUses.map(({ id, name, input }) => ({
        toolUse: { toolUseId: id, name, input: JSON.parse(input) },
      })),
    ];
    sendJson(response, 200, {
      output: { message: { role: 'assistant', content } },
      stopReason,
      usage: withTotal({ inputTokens, outputTokens: tokens.length + tokensOf(toolUses) }),
      metrics: { latencyMs },
    });
  };
  if (latencyMs === 0) send();
  else response.once('close', wheel.at(globalThis.performance.now() + latencyMs, send));
}

export function refuse(
  response: ServerResponse,
  record: RequestRecord | null,
  { status, type, message }: Refusal,
  retryAfterSeconds?: number,
): void {
  if (record) {
    record.error = { status, type };
    end(record, 'refused');
  }
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  sendJson(response, status, { message }, { 'x-amzn-errortype': type, ...retryAfter });
}

function sendHtmlError(response: ServerResponse, record: RequestRecord | null, status: number): void {
  if (record) {
    record.error = { status, type: 'html' };
    end(record, 'refused');
  }
  sendText(response, status, 'text/html', '<html><body><h1>Bad gateway</h1></body></html>');
}

function reset(response: ServerResponse, record: RequestRecord | null): void {
  if (record) end(record, 'cut');
  response.socket?.resetAndDestroy();
}

function end(record: RequestRecord, outcome: RequestRecord['outcome']): void {
  record.outcome = outcome;
  record.endedAt = Date.now();
}
