import { readdirSync, readFileSync } from 'node:fs';
import type { ConverseRequest } from '../../../dev/bedrock/converse-request.js';

export interface TestSource {
  title: string;
  path?: string;
  text: string;
}

type Request = Pick<ConverseRequest, 'system' | 'messages'>;

/** A prompt as the worker composes it. */
export function promptOf(
  question: string,
  sources: TestSource[] = [],
  {
    history = [],
    nonce = 'a1b2c3d4e5f6',
    system = 'You are Aside.',
  }: {
    history?: [question: string, answer: string][];
    nonce?: string;
    system?: string;
  } = {},
): Request {
  const fenced = sources.map(
    ({ title, path = 'Cost › Test', text }, index) =>
      `<source id="${nonce}" number="${index + 1}" title="${escapeAttribute(title)}" path="${escapeAttribute(path)}">\n${text}\n</source id="${nonce}">\n\n`,
  );
  const asked = `<question id="${nonce}">\n${question}\n</question id="${nonce}">`;
  return {
    system,
    messages: [
      ...history.flatMap(([asked, answered]) => [
        { role: 'user' as const, text: asked },
        { role: 'assistant' as const, text: answered },
      ]),
      { role: 'user', text: fenced.join('') + asked },
    ],
  };
}

const escapeAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Documents of the sample knowledge base, whole. */
export function readKnowledge(language: 'en' | 'fr', ...names: string[]): TestSource[] {
  const folder = new URL(`../../../dev/knowledge/${language}/`, import.meta.url);
  const files = names.length > 0 ? names.map((name) => `${name}.md`) : readdirSync(folder).sort();
  return files.map((file) => {
    const raw = readFileSync(new URL(file, folder), 'utf8');
    const head = /^---\n([\s\S]*?)\n---\n/.exec(raw);
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head?.[1] ?? '')?.[1] ?? '';
    return { title: field('title'), path: field('path'), text: raw.slice(head?.[0].length ?? 0) };
  });
}
