import type { DevInfo } from './dev-info.js';

export interface BannerFacts {
  address: string;
  info: DevInfo;
  logFolder: string;
  tookMs: number;
  /** Other machines reach it, as HOST asked for. */
  openToNetwork: boolean;
  /** File with the address of the embedded database; null where DATABASE_URL is set already. */
  databaseUrlFile: string | null;
}

/** What a newcomer needs to know: plain text, aligned, with a command that works when it is pasted. */
export function banner({ address, info, logFolder, tookMs, openToNetwork, ...rest }: BannerFacts): string {
  const rows: Row[] = [
    ['Dashboard', `${address}/`],
    ['Queues', `${address}${info.queues_url}  (Bull Board; this address signs in as the sample admin)`],
    ...optional('Mail inbox', info.mail_url),
    ...optional('Model', info.bedrock_url && `${info.bedrock_url}/  (the stand-in for Bedrock)`),
    ['', ''],
    ...block('Real', real(info)),
    ...block('Stand-in', standIns(info)),
    ...optional(
      'Careful',
      openToNetwork ? 'HOST lets the network in, and anybody can sign in as the admin' : null,
    ),
    ['', ''],
    ['Logs', logFolder],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`.trimEnd());
  return [
    '',
    `  Aside is ready, after ${(tookMs / 1_000).toFixed(1)} s. Ctrl-C ends it.`,
    '',
    ...lines,
    '',
    '  The sessions of the consultant, by curl:',
    '',
    `  ${curlLine(address)}`,
    '',
    '  Your own documents, from another terminal in this folder:',
    '',
    `  ${knowledgeLine(rest.databaseUrlFile)}`,
    '',
  ].join('\n');
}

/** Signs in and lists sessions, in any POSIX shell, without jq. */
export function curlLine(address: string): string {
  const login = `curl -s ${address}/dev/login -H 'Content-Type: application/json' -d '{"user":"consultant"}'`;
  return `curl -s ${address}/api/v1/admin/chat/sessions -H "Authorization: Bearer $(${login} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')"`;
}

/** Adds a folder of Markdown files to the knowledge base of this very trial. */
function knowledgeLine(databaseUrlFile: string | null): string {
  const database = databaseUrlFile ? `DATABASE_URL="$(cat '${databaseUrlFile}')" ` : '';
  return `${database}npm run kb -- add my-documents`;
}

type Row = [name: string, value: string];

function optional(name: string, value: string | null): Row[] {
  return value ? [[name, value]] : [];
}

function block(name: string, values: string[]): Row[] {
  return values.map((value, index) => [index === 0 ? name : '', value]);
}

function real(info: DevInfo): string[] {
  const { backplane, database, database_place: place, bedrock, model, knowledge_base, ses } = info;
  return [
    'server and worker, as two processes',
    backplane === 'redis' ? 'BullMQ, on Redis' : 'BullMQ, on PostgreSQL',
    database === 'embedded'
      ? `PostgreSQL 18, embedded, with its data in ${place}`
      : `PostgreSQL, at ${place}`,
    ...(bedrock === 'aws' ? [`Amazon Bedrock, with ${model}`] : []),
    ...(knowledge_base === 'aws' ? ['Amazon Bedrock Knowledge Bases'] : []),
    ...(ses === 'aws' ? ['Amazon SES'] : []),
  ];
}

function standIns({ bedrock, knowledge_base, ses, users }: DevInfo): string[] {
  const names = users.map(({ user }) => user);
  return [
    ...(bedrock === 'stand-in' ? ['Amazon Bedrock: answers are drawn from the sample knowledge base'] : []),
    ...(knowledge_base === 'stand-in'
      ? ['Amazon Bedrock Knowledge Bases: the sample documents, searched by words']
      : []),
    ...(ses === 'stand-in' ? ['Amazon SES: mail stays on this machine'] : []),
    `Identity: sign in as ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, without a password`,
  ];
}
