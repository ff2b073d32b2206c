import { z } from 'zod';
import { quickAction } from '../contracts/ids.js';
import { parseTemplate } from './template.js';

/** The file of quick actions: data, in `quick-actions.yaml`. */

/** Characters of a template, so that what it makes leaves room in a message for words of the user's own. */
export const MAX_TEMPLATE_CHARACTERS = 1_000;
/** Quick actions that may be offered. */
export const MAX_QUICK_ACTIONS = 20;

const text = z.string().trim().min(1).max(MAX_TEMPLATE_CHARACTERS);
const byLanguage = z.strictObject({ en: text, fr: text });

const template = text.transform((source, check) => {
  const parsed = parseTemplate(source);
  if (typeof parsed !== 'string') return parsed;
  check.addIssue({ code: 'custom', message: parsed });
  return z.NEVER;
});
const templates = z.strictObject({ en: template, fr: template });

const definition = z.strictObject({
  id: quickAction,
  icon: z.string().regex(/^[a-z]+$/, { error: 'must be lower case' }),
  /** What its question wants: it is not guessed from the text. */
  intent: z.string().min(1),
  title: byLanguage,
  detail: byLanguage,
  ask: templates,
  further: templates.optional(),
  /** It works on what was said before. */
  needsHistory: z.boolean().default(false),
});

export const quickActionFile = z
  .array(definition)
  .min(1)
  .max(MAX_QUICK_ACTIONS)
  .superRefine((actions, check) => {
    const ids = actions.map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice) check.addIssue({ code: 'custom', message: `${twice} is there twice` });
  });

export type QuickAction = z.output<typeof definition>;
