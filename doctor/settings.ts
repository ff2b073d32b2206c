import { readSetting, type SettingName } from '../core/config.js';
import { settings } from '../core/settings.js';
import type { ShownSetting } from './report.js';

/** Every setting with the value in effect. What is set and wrong is shown as it is set. */
export function shownSettings(env: Record<string, string | undefined>): ShownSetting[] {
  return (Object.keys(settings) as SettingName[]).map((name) => {
    const meaning = settings[name].means;
    if (env[name]) return { name, value: masked(name, env[name]), source: 'environment', meaning };
    const read = readSetting(env, name);
    const value = 'value' in read ? textOf(read.value) : null;
    return { name, value, source: value === null ? 'not set' : 'default', meaning };
  });
}

function textOf(value: unknown): string | null {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** Without what nobody may read: a secret as a whole, of addresses the password and what is like one. */
export function masked(name: string, value: string): string {
  if (name.endsWith('_SECRET')) return '***';
  return value
    .split(/,(?=\s*\w+:\/\/)/)
    .map((address) =>
      address
        // To the last @: a password that was not escaped may hold one, or a slash.
        .replace(/^(\s*\w+:\/\/[^:@/]*):.*@/, '$1:***@')
        .replace(/([?&][^=&]*(?:pass|secret|token|key|sig)[^=&]*=)[^&]*/gi, '$1***'),
    )
    .join(',');
}
