import { type Mail, readRawMail } from './mail.js';
import type { SesError } from './xml.js';

type Draft = Omit<Mail, 'number' | 'messageId' | 'receivedAt'>;
type Read = { draft: Draft; error?: never } | { error: SesError; draft?: never };

const MAX_RECIPIENTS = 50;

/** Reads SendEmail or SendRawEmail from its form, and refuses what SES refuses. */
export function readMail(action: 'SendEmail' | 'SendRawEmail', form: URLSearchParams): Read {
  const draft = action === 'SendEmail' ? readForm(form) : readRaw(form);
  if (draft.from === '') return invalid('Missing required header ‘From’.');
  if (draft.to.length === 0) return invalid('Missing required header ‘To’.');
  if (draft.to.length > MAX_RECIPIENTS) return invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  const wrong = [draft.from, ...draft.to].find((address) => !/^[^@\s]*[^@]*@[^@\s]+$/.test(address));
  if (wrong !== undefined) return rejected(`Invalid address: ${wrong}`);
  if (draft.text === '' && draft.html === '') return invalid('The message has no body.');
  return { draft };
}

function readForm(form: URLSearchParams): Draft {
  return {
    from: form.get('Source') ?? '',
    to: ['To', 'Cc', 'Bcc'].flatMap((kind) => readMembers(form, `Destination.${kind}Addresses`)),
    subject: form.get('Message.Subject.Data') ?? '',
    text: form.get('Message.Body.Text.Data') ?? '',
    html: form.get('Message.Body.Html.Data') ?? '',
  };
}

function readRaw(form: URLSearchParams): Draft {
  const raw = readRawMail(Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'));
  const destinations = readMembers(form, 'Destinations');
  return {
    ...raw,
    from: form.get('Source') ?? raw.from ?? '',
    to: destinations.length > 0 ? destinations : (raw.to ?? []),
  };
}

/** `Name.member.1`, `Name.member.2` and so on. */
function readMembers(form: URLSearchParams, name: string): string[] {
  const members: string[] = [];
  for (let index = 1; form.has(`${name}.member.${index}`); index++) {
    members.push(form.get(`${name}.member.${index}`) ?? '');
  }
  return members;
}

const invalid = (message: string): Read => ({
  error: { status: 400, code: 'InvalidParameterValue', message },
});
const rejected = (message: string): Read => ({ error: { status: 400, code: 'MessageRejected', message } });
