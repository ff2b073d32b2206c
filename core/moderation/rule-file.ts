import { z } from 'zod';
import { ConfigError } from '../config.js';
import { parsePattern, type Step } from '../text/pattern.js';
import type { Finding, Side } from './finding.js';
import type { ShapePart, ShapeRule } from './shape-watch.js';
import type { WordRule } from './word-index.js';

const name = z.string().regex(/^[a-z][a-z_]*$/, { error: 'must be lower case with underscores' });
const sides = z
  .array(z.enum(['input', 'output']))
  .min(1)
  .default(['input', 'output']);
const texts = z.array(z.string().min(1)).min(1);

const category = z.strictObject({
  severity: z.enum(['low', 'medium', 'high']),
  /** What is allowed is not looked for. */
  verdict: z.enum(['block', 'allow']),
  /** What its user is told: when his question is refused, and in place of an answer. */
  input: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }),
  output: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }),
});

const words = z.strictObject({
  name,
  category: name,
  sides,
  /** In the language of `core/text/pattern.ts`. */
  patterns: texts,
  /** Single words, of which one in the same sentence shows that it is meant otherwise. */
  unless: texts.optional(),
});

const part = z.union([
  /** Any of these. */
  z.strictObject({ text: texts }),
  z.strictObject({
    /** As between the brackets of a regular expression. */
    of: z.string().min(1),
    least: z.number().int().min(1),
    most: z.number().int().min(1).default(200),
    mixed: z.boolean().default(false),
  }),
]);

const shape = z.strictObject({
  name,
  category: name,
  sides,
  parts: z.array(part).min(1),
  any_case: z.boolean().default(false),
  except: z.array(z.string().min(1)).default([]),
});

const schema = z.strictObject({
  categories: z.record(name, category),
  /** Lists of words that patterns name as `@name`. */
  vocabulary: z.record(name, texts),
  rules: z.array(words).min(1),
  shapes: z.array(shape),
});

type File = z.output<typeof schema>;
type Part = z.output<typeof part>;

export interface ModerationRules {
  categories: File['categories'];
  words: (WordRule & { sides: Side[] })[];
  shapes: (ShapeRule & { sides: Side[] })[];
}

/** Throws one sentence that says where it is wrong. */
export function readRules(content: unknown, file = 'the moderation rules'): ModerationRules {
  const checked = schema.safeParse(content);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ConfigError(`${file} is not valid: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const { categories, vocabulary, rules, shapes } = checked.data;
  try {
    const about = (one: { name: string; category: string }): Omit<Finding, 'start'> => {
      const of = categories[one.category];
      if (!of) throw new Error(`there is no category ${one.category}`);
      return { category: one.category, rule: one.name, severity: of.severity };
    };
    const blocks = (one: { name: string; category: string }) => {
      about(one);
      return categories[one.category]?.verdict === 'block';
    };
    return {
      categories,
      words: rules.filter(blocks).flatMap((rule) => {
        const unless = rule.unless ? anyOf(rule.unless, vocabulary) : null;
        return rule.patterns.map((source) => ({
          ...about(rule),
          sides: rule.sides,
          pattern: parsePattern(source, vocabulary),
          unless,
        }));
      }),
      shapes: shapes.filter(blocks).map((rule) => ({
        ...about(rule),
        sides: rule.sides,
        parts: inOrder(rule.name, rule.parts.map(shapePart)),
        anyCase: rule.any_case,
        except: rule.except.map((text) => text.toLowerCase()),
      })),
    };
  } catch (error) {
    throw new ConfigError(`${file} is not valid: ${(error as Error).message}.`);
  }
}

function anyOf(list: readonly string[], vocabulary: File['vocabulary']): Step {
  const [step] = parsePattern(list.join('|'), vocabulary).steps;
  if (!step) throw new Error('a list of words is empty');
  return step;
}

function shapePart(one: Part): ShapePart {
  return 'text' in one ? { texts: one.text } : { ...one, of: new RegExp(`[${one.of}]`) };
}

/** Where a class ends has to be certain: what follows it must not be of it. */
function inOrder(rule: string, parts: ShapePart[]): ShapePart[] {
  if (!parts[0] || !('texts' in parts[0])) throw new Error(`shape ${rule} must begin with a text`);
  for (const [index, one] of parts.entries()) {
    const next = parts[index + 1];
    if ('texts' in one || !next) continue;
    const follows = (character: string) =>
      'texts' in next ? next.texts.some((text) => text.startsWith(character)) : next.of.test(character);
    if (printable.some((character) => one.of.test(character) && follows(character)))
      throw new Error(`shape ${rule}: part ${index + 2} may begin with what part ${index + 1} takes`);
  }
  return parts;
}

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
