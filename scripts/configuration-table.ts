import { settings } from '../core/settings.js';
import { replaceMarked } from './replace-marked.js';

/** The settings as a Markdown table, in the order of core/config.ts. */
function configurationTable(): string {
  const rows = Object.entries(settings).map(([name, { means, schema }]) => {
    const whenUnset = schema.safeParse(undefined);
    return `| \`${name}\` | ${means} | ${whenUnset.success ? shown(whenUnset.data) : 'needed'} |`;
  });
  return ['| name | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${Array.isArray(value) ? value.join(',') : String(value)}\``;
}

/** A document with the table of today between its two marks. Throws when it has none. */
export function withConfigurationTable(document: string): string {
  return replaceMarked(document, 'configuration', configurationTable());
}
