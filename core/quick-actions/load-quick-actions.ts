import { fileURLToPath } from 'node:url';
import { ConfigError } from '../config.js';
import { readData } from '../data-file.js';
import { type QuickAction, quickActionFile } from './quick-action-file.js';

/** The shipped quick actions. Throws one sentence that names the file, and the place that is wrong. */
export function loadQuickActions(
  source = new URL('./quick-actions.yaml', import.meta.url),
): readonly QuickAction[] {
  const path = fileURLToPath(source);
  const content = readData(source);
  const checked = quickActionFile.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const [index, ...rest] = issue?.path ?? [];
  const entry = Array.isArray(content) && typeof index === 'number' ? content[index] : undefined;
  const name =
    entry === undefined ? '' : `quick action ${entry?.id ?? Number(index) + 1}, ${rest.join('.')}: `;
  throw new ConfigError(`${path} is not valid: ${name}${issue?.message}.`);
}
