import { z } from 'zod';
import { conceptsOf } from './terms.js';

/** A tool that asks for one of several names, and how sure that is. */
const choiceSchema = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({ type: z.string().optional(), enum: z.array(z.string()).optional() }),
  ),
});

/**
 * What to call a tool with that wants one of several names chosen: the one whose examples in the system prompt, in
 * lines of `name: "…", "…"`, are most like the message. Null for a tool that wants something else.
 */
export function choose(schema: unknown, system: string, message: string): string | null {
  const parsed = choiceSchema.safeParse(schema);
  const properties = Object.entries(parsed.success ? parsed.data.properties : {});
  const choice = properties.find(([, property]) => property.enum);
  const number = properties.find(([, property]) => property.type === 'number');
  const names = choice?.[1].enum ?? [];
  if (!choice || names.length === 0) return null;
  const said = conceptsOf(message);
  const rated = names.map((name) => ({
    name,
    likeness: Math.max(0, ...examplesOf(name, system).map(likenessTo(said))),
  }));
  const best = rated.reduce((a, b) => (b.likeness > a.likeness ? b : a));
  return JSON.stringify({
    [choice[0]]: best.name,
    ...(number && { [number[0]]: Number(best.likeness.toFixed(2)) }),
  });
}

function examplesOf(name: string, system: string): string[] {
  const line = system.split('\n').find((text) => text.startsWith(`${name}: `)) ?? '';
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
}

/** The share of words that both have, of those that either has. */
function likenessTo(said: ReadonlySet<string>): (example: string) => number {
  return (example) => {
    const words = conceptsOf(example);
    const shared = [...words].filter((word) => said.has(word)).length;
    return shared / Math.max(1, words.size + said.size - shared);
  };
}
