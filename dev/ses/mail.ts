/** One mail as it was accepted. */
export interface Mail {
  /** Counts up from 1 in the order of acceptance. */
  number: number;
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  receivedAt: string;
}

export type MailContent = Pick<Mail, 'subject' | 'text' | 'html'> & { from?: string; to?: string[] };

/** How deep multipart may nest before the rest is left unread. */
const MAX_DEPTH = 4;

/** Reads what SendRawEmail carries: headers with encoded words, one text or HTML part, or multipart of such. */
export function readRawMail(raw: Buffer): MailContent {
  const { headers, body } = splitPart(raw.toString('latin1'));
  const content: MailContent = { subject: decodeWords(headers.get('subject') ?? ''), text: '', html: '' };
  const from = headers.get('from');
  if (from) content.from = decodeWords(from);
  const to = (headers.get('to') ?? '').split(',').map((address) => decodeWords(address.trim()));
  if (to[0]) content.to = to;
  readPart(headers, body, content, 0);
  return content;
}

type Headers = Map<string, string>;

function splitPart(part: string): { headers: Headers; body: string } {
  const gap = /\r?\n\r?\n/.exec(part);
  const head = gap ? part.slice(0, gap.index) : part;
  const body = gap ? part.slice(gap.index + gap[0].length) : '';
  const headers: Headers = new Map();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function readPart(headers: Headers, body: string, content: MailContent, depth: number): void {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary && depth < MAX_DEPTH) {
    for (const section of body.split(`--${boundary}`).slice(1)) {
      if (section.startsWith('--')) break;
      const part = splitPart(section.replace(/^\r?\n/, ''));
      readPart(part.headers, part.body.replace(/\r?\n$/, ''), content, depth + 1);
    }
  } else if (/^text\/html/i.test(type)) content.html ||= decodeBody(headers, body);
  else if (/^text\//i.test(type)) content.text ||= decodeBody(headers, body);
}

function decodeBody(headers: Headers, body: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body.replace(/=\r?\n/g, ''));
  return Buffer.from(body, 'latin1').toString('utf8');
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** `=?utf-8?B?…?=` and `=?utf-8?Q?…?=` of RFC 2047; plain UTF-8 is taken as it is. */
function decodeWords(value: string): string {
  const plain = Buffer.from(value, 'latin1').toString('utf8');
  return plain
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replaceAll('_', ' ')),
    );
}
