import { GetSendQuotaCommand, SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createInbox } from '../../../dev/ses/inbox.js';
import { createSesStandIn, type SesStandIn } from '../../../dev/ses/stand-in.js';

let standIn: SesStandIn;
let client: SESClient;

beforeAll(async () => {
  standIn = await createSesStandIn();
  client = new SESClient({
    region: 'eu-west-1',
    endpoint: standIn.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: 300, throwOnRequestTimeout: true }),
  });
});

afterEach(() => {
  standIn.clearFaults();
  standIn.inbox.clear();
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const email = (changes: { to?: string[]; subject?: string; text?: string; html?: string } = {}) =>
  new SendEmailCommand({
    Source: 'Aside <aside@example.com>',
    Destination: { ToAddresses: changes.to ?? ['client@example.com'] },
    Message: {
      Subject: { Data: changes.subject ?? 'Transcript' },
      Body: {
        Text: { Data: changes.text ?? 'Hello' },
        ...(changes.html !== undefined && { Html: { Data: changes.html } }),
      },
    },
  });

describe('sending', () => {
  test('a mail arrives in the inbox under the id that was answered', async () => {
    const subject = 'Résumé & suite — 100 % + «é»';
    const text = 'Line one\nLine two = a&b 👍';
    const answer = await client.send(email({ subject, text, to: ['a@example.com', 'b@example.com'] }));
    expect(standIn.inbox.list()).toEqual([
      expect.objectContaining({
        messageId: answer.MessageId,
        from: 'Aside <aside@example.com>',
        to: ['a@example.com', 'b@example.com'],
        subject,
        text,
      }),
    ]);
  });

  test('a raw mail is read: encoded subject, multipart, base64 and quoted-printable', async () => {
    const raw = [
      'From: Aside <aside@example.com>',
      'To: client@example.com',
      `Subject: =?utf-8?B?${Buffer.from('Compte rendu prêt').toString('base64')}?=`,
      'Content-Type: multipart/alternative; boundary="cut"',
      '',
      '--cut',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Pr=C3=AAt =\r\n=C3=A0 lire',
      '--cut',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Prêt</p>').toString('base64'),
      '--cut--',
      '',
    ].join('\r\n');
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }));
    expect(standIn.inbox.list()).toEqual([
      expect.objectContaining({
        subject: 'Compte rendu prêt',
        to: ['client@example.com'],
        text: 'Prêt à lire',
        html: '<p>Prêt</p>',
      }),
    ]);
  });

  test('the quota can be asked for', async () => {
    expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({ MaxSendRate: 14 });
  });
});

describe('failing', () => {
  test.each([
    ['Throttling', 400],
    ['MessageRejected', 400],
    ['ServiceUnavailable', 503],
  ])('%s is what the client throws, once, and no mail arrives', async (code, status) => {
    standIn.addFault({ times: 1, error: { code, status, message: 'Scripted <reason>.' } });
    await expect(client.send(email())).rejects.toMatchObject({
      name: expect.stringContaining(code),
      message: 'Scripted <reason>.',
      $metadata: { httpStatusCode: status },
    });
    expect(standIn.inbox.list()).toEqual([]);
    await client.send(email());
    expect(standIn.inbox.list()).toHaveLength(1);
  });

  test('a time-out after acceptance leaves the mail in the inbox', async () => {
    standIn.addFault({ times: 1, silentAfterAcceptance: true });
    await expect(client.send(email())).rejects.toThrow();
    expect(standIn.inbox.list()).toHaveLength(1);
  });

  test.each([
    ['no recipient', { to: [] }, 'InvalidParameterValue'],
    ['an address that is none', { to: ['nobody'] }, 'MessageRejected'],
    ['no body', { text: '' }, 'InvalidParameterValue'],
  ])('%s is refused', async (_, changes, code) => {
    await expect(client.send(email(changes))).rejects.toMatchObject({ name: expect.stringContaining(code) });
    expect(standIn.inbox.list()).toEqual([]);
  });

  test('another process can script it, and a wrong field is told', async () => {
    const put = (body: unknown) =>
      fetch(`${standIn.url}/control/faults`, { method: 'PUT', body: JSON.stringify(body) });
    expect((await put({ times: 1, error: { code: 'Throttling' } })).status).toBe(200);
    await expect(client.send(email())).rejects.toMatchObject({ name: 'Throttling' });
    expect((await put({ eror: {} })).status).toBe(400);
  });
});

describe('the inbox', () => {
  const hostile = '<script>alert("1")</script>\'&<img src=x onerror=alert(2)>';

  test('shows what was sent as text, whatever it holds', async () => {
    await client.send(email({ subject: hostile, text: hostile, html: `<b>${hostile}</b>` }));
    const number = standIn.inbox.list().at(-1)?.number;
    for (const path of ['/inbox', `/inbox/${number}`]) {
      const response = await fetch(`${standIn.url}${path}`);
      const page = await response.text();
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;&lt;img');
      expect(page).not.toMatch(/<script|<img/);
    }
  });

  test('is to be had as JSON', async () => {
    await client.send(email({ subject: hostile }));
    const { mails } = (await (await fetch(`${standIn.url}/inbox.json`)).json()) as { mails: unknown[] };
    expect(mails).toEqual([expect.objectContaining({ subject: hostile })]);
  });

  test('says so when it is empty, and when a mail is not there', async () => {
    expect(await (await fetch(standIn.inboxUrl)).text()).toContain('No mail yet');
    expect((await fetch(`${standIn.inboxUrl}/999`)).status).toBe(404);
  });

  test('keeps the newest 500', () => {
    const inbox = createInbox();
    for (let count = 0; count < 520; count++) {
      inbox.accept({ from: 'a@b', to: ['c@d'], subject: '', text: 'x', html: '' });
    }
    expect(inbox.list()).toHaveLength(500);
    expect(inbox.list()[0]?.number).toBe(21);
  });
});
