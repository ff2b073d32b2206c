import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transcriptOf } from './markdown.js';
import { questions } from './questions.js';
import { type Chat, type Exchange, startSite } from './site.js';

/* `npm run transcript`: asks ten questions of the whole, and writes down what came of them. */
const file = fileURLToPath(new URL('../../../docs/examples/transcript.md', import.meta.url));

const site = await startSite();
try {
  const chats = new Map<string, Chat>();
  const parts: { asked: (typeof questions)[number]; exchange: Exchange }[] = [];
  for (const asked of questions) {
    const chat = chats.get(asked.session) ?? (await site.createSession(asked.context ?? {}));
    chats.set(asked.session, chat);
    const [model = ''] = site.models;
    if (asked.firstModelAway)
      site.standIn.control.script({
        ...{ model, match: asked.question, times: 1 },
        httpError: { status: 503, type: 'ServiceUnavailableException' },
      });
    parts.push({ asked, exchange: await chat.ask(asked.question) });
    console.log(`${parts.length} of ${questions.length}: ${asked.question}`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, transcriptOf(parts, site.models));
  console.log(`Written: ${file}`);
} finally {
  await site.stop();
}
