import type { ServerResponse } from 'node:http';
import type { Ending } from './behaviour.js';
import { closingFrames, deltaFrame, exceptionFrame, garbage, openingFrame, type ToolUse } from './frames.js';
import type { RequestRecord } from './request-log.js';
import type { TimerWheel } from './timer-wheel.js';

export interface Performance {
  tokens: string[];
  /** After the text, where the whole of it is said. */
  toolUses: readonly ToolUse[];
  firstTokenMs: number;
  tokenMs: number;
  /** Tokens to send before the ending; more than there are means all. */
  afterTokens: number;
  ending: Ending;
  stopReason: string;
  inputTokens: number;
  splitBytes: number | null;
}

/** Bytes handed to the socket in one write when many tokens are due at once. */
const BATCH_BYTES = 32_768;

/**
 * Writes a stream to a response whose headers have not been sent. Every token is a frame of its own; frames that are
 * due together go out in one write. While the socket is full nothing is written and nothing is buffered here; the
 * pace is kept by the clock, so what became due meanwhile follows at once. `record` is kept current.
 */
export function play(
  of: Performance,
  { response, record, wheel }: { response: ServerResponse; record: RequestRecord; wheel: TimerWheel },
): void {
  const { tokens, toolUses, firstTokenMs, tokenMs, afterTokens, ending, stopReason, splitBytes } = of;
  const startedAt = performance.now();
  const total = Math.min(tokens.length, afterTokens);
  let sent = 0;
  let over = false;
  let cancel = () => {};
  response.once('close', () => cancel());
  response.on('drain', advance);

  const dueAt = (token: number) => startedAt + firstTokenMs + token * tokenMs;

  function tokensDue(): number {
    const elapsed = performance.now() - startedAt - firstTokenMs;
    if (elapsed < 0) return 0;
    return tokenMs === 0 ? total : Math.min(total, Math.floor(elapsed / tokenMs) + 1);
  }

  function advance(): void {
    if (over || response.destroyed) return;
    cancel();
    const due = tokensDue();
    while (sent < due) {
      if (!sendBatch(due)) return;
    }
    if (sent < total) cancel = wheel.at(dueAt(sent), advance);
    else finish();
  }

  /** False when the socket is full. */
  function sendBatch(due: number): boolean {
    const frames: Buffer[] = [];
    let bytes = 0;
    let text = '';
    if (sent === 0) frames.push(openingFrame);
    while (sent < due && bytes < BATCH_BYTES) {
      const token = tokens[sent] ?? '';
      const frame = deltaFrame(token);
      frames.push(frame);
      bytes += frame.length;
      text += token;
      sent += 1;
    }
    record.firstTokenAt ??= Date.now();
    record.text += text;
    record.tokensSent = sent;
    return write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
  }

  function write(bytes: Buffer): boolean {
    if (splitBytes === null) return response.write(bytes);
    let roomLeft = true;
    for (let at = 0; at < bytes.length; at += splitBytes) {
      roomLeft = response.write(bytes.subarray(at, at + splitBytes));
    }
    return roomLeft;
  }

  function finish(): void {
    over = true;
    if (total === 0) write(openingFrame);
    if (ending.kind === 'silent') return;
    record.outcome = ending.kind === 'complete' ? 'completed' : 'cut';
    record.endedAt = Date.now();
    const latencyMs = Math.round(performance.now() - startedAt);
    if (ending.kind === 'complete') {
      const outputTokens = sent + tokensOf(toolUses);
      const usage = { inputTokens: of.inputTokens, outputTokens };
      write(closingFrames(stopReason, usage, latencyMs, { hasText: sent > 0, toolUses }));
    }
    if (ending.kind === 'exception') write(exceptionFrame(ending.type, ending.message));
    if (ending.kind === 'garbage') {
      write(garbage(ending.of));
      if (ending.of === 'length' || ending.of === 'unfinished') return;
    }
    if (ending.kind === 'reset') resetAfterFlush();
    else response.end();
  }

  /** The bytes before the cut reach the client first: a reset would drop what is still unsent. */
  function resetAfterFlush(): void {
    const { socket } = response;
    response.write('', () => setImmediate(() => socket?.resetAndDestroy()));
  }

  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  if (total === 0 && firstTokenMs > 0) cancel = wheel.at(dueAt(0), finish);
  else advance();
}

export function tokensOf(toolUses: readonly ToolUse[]): number {
  return toolUses.reduce((sum, { name, input }) => sum + Math.ceil((name.length + input.length) / 4), 0);
}
