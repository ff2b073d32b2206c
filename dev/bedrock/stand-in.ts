import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../core/logger.js';
import type { ScriptInput } from './behaviour.js';
import { type CallRecord, createCallLog } from './calls.js';
import { createControlRoutes } from './control-routes.js';
import { answerConverse, failAsScripted, type Pace, refuse } from './converse.js';
import { type ConverseRequest, readConverseRequest } from './converse-request.js';
import { readInvokeRequest } from './embeddings/invoke.js';
import { missingCredentials, unknownModel, unknownOperation } from './errors.js';
import { createExtractiveModel } from './extractive-model.js';
import { closeServer, listen, parseJson, readBody, sendJson, sendText } from './http.js';
import type { GivenDocument } from './knowledge/documents.js';
import { createKnowledgeBase, readRetrieveRequest } from './knowledge/retrieve.js';
import { readDigest } from './model/digest.js';
import { readPrompt } from './model/prompt.js';
import { createRequestLog, type RequestFilter, type RequestRecord } from './request-log.js';
import { createScripts, type ScriptStatus } from './scripts.js';
import { createTimerWheel } from './timer-wheel.js';

export interface BedrockStandInControl {
  script(input: ScriptInput): ScriptStatus;
  scripts(): ScriptStatus[];
  clearScripts(): void;
  requests(filter?: RequestFilter): RequestRecord[];
  clearRequests(): void;
  /** What its knowledge base holds in place of the sample documents; null: those. */
  giveDocuments(documents: readonly GivenDocument[] | null): void;
  /** Searches of its knowledge base and texts that it embedded, newest last. */
  calls(): CallRecord[];
  clearCalls(): void;
  /** Ends the connections that no request is made on. */
  closeIdle(): void;
}

export interface BedrockStandIn {
  url: string;
  port: number;
  control: BedrockStandInControl;
  /** Ends open streams, frees the port. */
  close(): Promise<void>;
}

/** Looks alive, yet does not make a developer wait. */
const DEFAULT_PACE: Pace = { firstTokenMs: 250, tokenMs: 18 };

const MAX_BODY_BYTES = 20_000_000;

/**
 * The Bedrock runtime's Converse and ConverseStream on this machine, InvokeModel of embeddings, and Retrieve of knowledge bases, on the real
 * wire format, so that the real AWS clients are exercised. Its answers come from an extractive model; tests script its pace and its faults, here or
 * over HTTP under `/control`. `models` is the list of known model ids; without it all are known.
 */
export async function createBedrockStandIn({
  port = 0,
  pace = DEFAULT_PACE,
  models,
  logger,
}: {
  port?: number;
  pace?: Pace;
  models?: string[];
  logger?: Logger;
} = {}): Promise<BedrockStandIn> {
  const scripts = createScripts();
  const log = createRequestLog();
  const wheel = createTimerWheel();
  const model = createExtractiveModel();
  const calls = createCallLog();
  const knowledge = createKnowledgeBase();
  const control = createControlRoutes({ scripts, log, calls, knowledge });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    response.setHeader('x-amzn-requestid', randomUUID());
    if (url.pathname.startsWith('/control/')) return control(request, response, url);
    if (request.method === 'GET' && url.pathname === '/') {
      const page = FRONT_PAGE.replaceAll('{port}', String(request.socket.localPort));
      return sendText(response, 200, 'text/html; charset=utf-8', page);
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    const target = readTarget(url.pathname);
    if (!target || request.method !== 'POST') return refuse(response, null, unknownOperation);
    if (!isSigned(request)) return refuse(response, null, missingCredentials);
    const { operation, id } = target;
    if (operation === 'retrieve' || operation === 'invoke') return answerCall(operation, id, body, response);
    converse({ operation, modelId: id }, body, response);
  }

  /** What is no conversation: one JSON for another. */
  async function answerCall(
    operation: 'retrieve' | 'invoke',
    target: string,
    body: Buffer | null,
    response: ServerResponse,
  ): Promise<void> {
    const json = body ? parseJson(body) : undefined;
    const read = operation === 'retrieve' ? readSearch(json) : readInvokeRequest(target, json);
    const question = 'request' in read ? (read.request.texts[0] ?? '') : '';
    calls.add({ operation, target, question, body: json });
    if ('refusal' in read) return refuse(response, null, read.refusal);
    const behaviour = scripts.take(question, target, { operation });
    if (failAsScripted(behaviour, response, null)) return;
    if (behaviour.firstTokenMs) await delay(behaviour.firstTokenMs, undefined, { ref: false });
    sendJson(response, 200, read.request.answer());
  }

  function readSearch(json: unknown): ReturnType<typeof readInvokeRequest> {
    const read = readRetrieveRequest(json);
    if ('refusal' in read) return read;
    const { request } = read;
    return { request: { texts: [request.question], answer: () => knowledge.retrieve(request) } };
  }

  function converse(target: Conversed, body: Buffer | null, response: ServerResponse): void {
    const { request, refusal } = readConverseRequest(body ? parseJson(body) : undefined);
    const asked = request ? readAsked(request) : { question: '', digest: false };
    const record = log.open({ ...target, ...asked });
    response.once('close', () => noteClosed(record, response));
    if (models && !models.includes(target.modelId)) refuse(response, record, unknownModel);
    else if (refusal) refuse(response, record, refusal);
    else {
      const behaviour = scripts.take(asked.question, target.modelId, { named: asked.digest });
      answerConverse({ request, response, record, behaviour, pace, wheel }, model.say);
    }
  }

  function noteClosed(record: RequestRecord, response: ServerResponse): void {
    // An answer that was written but not taken off the socket has not reached its reader either.
    if (record.endedAt === null || (record.outcome === 'completed' && !response.writableFinished)) {
      record.outcome = 'clientClosed';
      record.endedAt = Date.now();
    }
    const { operation, modelId, outcome, tokensSent, receivedAt, endedAt } = record;
    const ms = (endedAt ?? receivedAt) - receivedAt;
    logger?.debug({ operation, modelId, outcome, tokensSent, ms }, 'model call ended');
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that leaves while its request is read is no fault of ours; anything else is.
      if (!request.destroyed || request.complete) logger?.error({ err: error }, 'stand-in failed');
      if (response.headersSent) response.destroy();
      else
        refuse(response, null, { status: 500, type: 'InternalServerException', message: 'Stand-in failed.' });
    });
  });
  // Clients keep connections for longer than Node's default of 5 s, and a request on one just closed is lost.
  server.keepAliveTimeout = 120_000;
  const taken = await listen(server, port);

  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    control: {
      script: scripts.add,
      scripts: scripts.list,
      clearScripts: scripts.clear,
      requests: log.list,
      clearRequests: log.clear,
      giveDocuments: knowledge.give,
      calls: calls.list,
      clearCalls: calls.clear,
      closeIdle: () => server.closeIdleConnections(),
    },
    async close() {
      await closeServer(server);
      wheel.stop();
    },
  };
}

/** For scripts and for the record. What is written about a conversation is called by its kind: `(title)`, `(summary)`. */
function readAsked(request: ConverseRequest): { question: string; digest: boolean } {
  const digest = readDigest(request);
  return { question: digest ? `(${digest.kind})` : readPrompt(request).question, digest: digest !== null };
}

type Conversed = Pick<RequestRecord, 'operation' | 'modelId'>;

interface Target {
  operation: Conversed['operation'] | 'retrieve' | 'invoke';
  id: string;
}

/** The id is one path segment, URL-encoded: an ARN has slashes and colons of its own. */
function readTarget(path: string): Target | null {
  const match =
    /^\/(?:model\/([^/]+)\/(converse|converse-stream|invoke)|knowledgebases\/([^/]+)\/(retrieve))$/.exec(
      path,
    );
  const [, model, ofModel, knowledgeBase, ofKnowledgeBase] = match ?? [];
  const id = model ?? knowledgeBase;
  const operation = ofModel ?? ofKnowledgeBase;
  if (id === undefined || operation === undefined) return null;
  try {
    return { id: decodeURIComponent(id), operation: operation as Target['operation'] };
  } catch {
    return null;
  }
}

function isSigned(request: IncomingMessage): boolean {
  return /^(AWS4-HMAC-SHA256|Bearer) /.test(request.headers.authorization ?? '');
}

const FRONT_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Local stand-in for Amazon Bedrock</title>
<body style="font:14px/1.5 system-ui,sans-serif;max-width:60ch;margin:48px auto;padding:0 16px">
<h1 style="font-size:19px">Local stand-in for Amazon Bedrock</h1>
<p>This is not Amazon Bedrock. It speaks the wire format of Converse and ConverseStream, and its answers are made
of sentences from the sources in the prompt: no language model runs here, and nothing leaves this machine. Its knowledge
base, for Retrieve under any id, holds the sample documents and finds them by words, not by embeddings; others are put
in their place at <code>/control/documents</code>. Its embeddings, in the formats of Titan and Cohere, are hashed words
and letters: of what a text means they know next to nothing.</p>
<p>Tests script it at <code>/control/scripts</code> and read what it was asked at
<a href="/control/requests"><code>/control/requests</code></a>. One model can be made to fail, so that the next one of
the chain is seen to answer:</p>
<pre>curl -X PUT http://127.0.0.1:{port}/control/scripts -d \
'{"model":"eu.anthropic.claude-sonnet-4-20250514-v1:0","httpError":{"status":503,"type":"ServiceUnavailableException"}}'
curl -X DELETE http://127.0.0.1:{port}/control/scripts</pre></body></html>
`;
