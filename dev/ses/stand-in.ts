import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import type { Logger } from '../../core/logger.js';
import { closeServer, listen, parseJson, readBody, sendJson, sendText } from '../bedrock/http.js';
import { createFaults, type FaultInput } from './faults.js';
import { createInbox, type Inbox } from './inbox.js';
import { inboxPage, mailPage, noMailPage, PAGE_POLICY } from './pages.js';
import { readMail } from './send.js';
import { errorXml, resultXml, type SesError } from './xml.js';

export interface SesStandIn {
  url: string;
  port: number;
  /** For people: every mail that was accepted. */
  inboxUrl: string;
  inbox: Inbox;
  /** Makes the next sends fail; for other processes PUT and DELETE /control/faults do it. */
  addFault(fault: FaultInput): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** SES takes 10 MB, which base64 and form encoding make larger. */
const MAX_BODY_BYTES = 16_000_000;

/**
 * SES version 1 on this machine: SendEmail, SendRawEmail and GetSendQuota of the AWS Query API, and an inbox to look
 * at under /inbox (JSON at /inbox.json). Nothing is ever sent on.
 */
export async function createSesStandIn({
  port = 0,
  logger,
}: {
  port?: number;
  logger?: Logger;
} = {}): Promise<SesStandIn> {
  const inbox = createInbox();
  const faults = createFaults();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_BODY_BYTES);
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    if (pathname.startsWith('/control/')) control(`${request.method} ${pathname}`, body, response);
    else if (request.method === 'POST')
      answerQuery(new URLSearchParams(body?.toString('utf8') ?? ''), response);
    else if (request.method === 'GET') show(pathname, response);
    else sendJson(response, 405, { error: `${request.method} is not answered here.` });
  }

  function answerQuery(form: URLSearchParams, response: ServerResponse): void {
    const requestId = randomUUID();
    const action = form.get('Action') ?? '';
    const result = (elements: Record<string, string>) =>
      sendText(response, 200, 'text/xml', resultXml(action, elements, requestId));
    const refuse = (error: SesError) =>
      sendText(response, error.status, 'text/xml', errorXml(error, requestId));

    if (action === 'GetSendQuota') {
      result({ Max24HourSend: '50000.0', SentLast24Hours: `${inbox.list().length}.0`, MaxSendRate: '14.0' });
      return;
    }
    if (action !== 'SendEmail' && action !== 'SendRawEmail') {
      refuse({ status: 400, code: 'InvalidAction', message: 'The stand-in does not know this action.' });
      return;
    }
    const fault = faults.take();
    const { draft, error = fault.error } = readMail(action, form);
    if (error || !draft) {
      if (error) refuse(error);
      return;
    }
    const mail = inbox.accept(draft);
    logger?.info({ mail: mail.number, recipients: mail.to.length }, 'mail kept in the local inbox');
    if (!fault.silentAfterAcceptance) result({ MessageId: mail.messageId });
  }

  function show(pathname: string, response: ServerResponse): void {
    const html = (status: number, page: string) =>
      sendText(response, status, 'text/html; charset=utf-8', page, {
        'content-security-policy': PAGE_POLICY,
      });
    const number = /^\/inbox\/(\d{1,15})$/.exec(pathname)?.[1];
    const mail = number === undefined ? null : inbox.get(Number(number));
    if (pathname === '/inbox.json') sendJson(response, 200, { mails: inbox.list() });
    else if (pathname === '/' || pathname === '/inbox') html(200, inboxPage(inbox.list()));
    else html(mail ? 200 : 404, mail ? mailPage(mail) : noMailPage());
  }

  function control(route: string, body: Buffer | null, response: ServerResponse): void {
    try {
      const known = steer(route, body);
      sendJson(response, known ? 200 : 404, known ? { done: true } : { error: `There is no ${route}.` });
    } catch (error) {
      if (!(error instanceof ZodError || error instanceof RangeError)) throw error;
      const reason = error instanceof ZodError ? z.prettifyError(error) : error.message;
      sendJson(response, 400, { error: reason });
    }
  }

  function steer(route: string, body: Buffer | null): boolean {
    if (route === 'PUT /control/faults') faults.add((body && parseJson(body)) as FaultInput);
    else if (route === 'DELETE /control/faults') faults.clear();
    else if (route === 'DELETE /control/inbox') inbox.clear();
    else return false;
    return true;
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger?.error({ err: error }, 'mail stand-in failed');
      response.destroy();
    });
  });
  server.keepAliveTimeout = 120_000;
  const taken = await listen(server, port);
  const url = `http://127.0.0.1:${taken}`;

  return {
    url,
    port: taken,
    inboxUrl: `${url}/inbox`,
    inbox,
    addFault: faults.add,
    clearFaults: faults.clear,
    close: () => closeServer(server),
  };
}
