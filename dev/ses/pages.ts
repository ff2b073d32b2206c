import type { Mail } from './mail.js';
import { escapeMarkup } from './xml.js';

/** A policy under which even a mail that got through the escaping could load and run nothing. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function inboxPage(mails: Mail[]): string {
  const rows = mails
    .toReversed()
    .map(
      (mail) =>
        `<li><a href="/inbox/${mail.number}"><b>${escapeMarkup(mail.subject || 'No subject')}</b>${time(mail)}<span>${escapeMarkup(mail.to.join(', '))}</span></a></li>`,
    );
  const list =
    rows.length > 0
      ? `<ul>${rows.join('')}</ul>`
      : '<p class="empty">No mail yet. Transcripts and escalations that Aside sends arrive here.</p>';
  return page('Inbox', `<h1>Inbox</h1>${list}`);
}

export function mailPage(mail: Mail): string {
  const html = mail.html
    ? `<details><summary>HTML source</summary><pre>${escapeMarkup(mail.html)}</pre></details>`
    : '';
  const text = mail.text ? `<pre class="body">${escapeMarkup(mail.text)}</pre>` : '';
  return page(
    mail.subject || 'No subject',
    `<p class="back"><a href="/inbox">Inbox</a></p><h1>${escapeMarkup(mail.subject || 'No subject')}</h1>
<dl><dt>From</dt><dd>${escapeMarkup(mail.from)}</dd><dt>To</dt><dd>${escapeMarkup(mail.to.join(', '))}</dd><dt>Sent</dt><dd>${time(mail)}</dd></dl>${text}${html}`,
  );
}

export function noMailPage(): string {
  return page(
    'No such mail',
    '<h1>No such mail</h1><p class="empty">It was never sent, or newer mail has taken its place. <a href="/inbox">Back to the inbox</a></p>',
  );
}

function time({ receivedAt }: Mail): string {
  return `<time datetime="${receivedAt}">${receivedAt.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeMarkup(title)} · Aside mail</title><style>${STYLE}</style></head>
<body><header><b>Aside</b><span>Local stand-in for Amazon SES: nothing here has left this machine</span></header><main>${body}</main></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1a1f1d;--ink-2:#535b57;--ink-3:#656c68;--paper:#fff;--surface:#f6f5f1;--line:#e3e0d8;--accent-text:#135442;--focus:#1c7a62}
@media (prefers-color-scheme:dark){:root{--ink:#e9e8e3;--ink-2:#aeb4af;--ink-3:#8f9691;--paper:#15191a;--surface:#1b2021;--line:#2d3436;--accent-text:#8bdcc2;--focus:#7fd8bd}}
*{box-sizing:border-box}body{margin:0;background:var(--surface);color:var(--ink);font:14px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}a{color:var(--accent-text)}
header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;padding:12px 24px;border-bottom:1px solid var(--line);background:var(--paper)}header b{font-weight:600;letter-spacing:-.01em}header span{color:var(--ink-3);font-size:12.5px}
main{max-width:760px;margin:0 auto;padding:24px}h1{font-size:19px;line-height:1.3;font-weight:600;letter-spacing:-.02em;margin:0 0 16px;overflow-wrap:anywhere}
ul{list-style:none;margin:0;padding:0;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden}li+li{border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 16px;padding:12px 16px;color:inherit;text-decoration:none}li a:hover{background:var(--surface)}li b{font-weight:550;overflow-wrap:anywhere}li span{grid-column:1/-1}
span,time{color:var(--ink-3);font-size:12.5px;font-variant-numeric:tabular-nums}.empty{color:var(--ink-2)}.back{margin:0 0 12px;font-size:12.5px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0 0 16px}dt{color:var(--ink-3)}dd{margin:0;overflow-wrap:anywhere}
pre{margin:0;padding:16px;background:var(--paper);border:1px solid var(--line);border-radius:10px;white-space:pre-wrap;overflow-wrap:anywhere;font:12.5px/1.5 ui-monospace,Menlo,Consolas,monospace}pre.body{font:inherit}
details{margin-top:16px}summary{cursor:pointer;color:var(--ink-2);margin-bottom:8px}
@media (max-width:520px){header,main{padding-left:16px;padding-right:16px}li a{grid-template-columns:1fr}}`;
