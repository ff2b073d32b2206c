import type { WireSession } from '../../core/contracts/shapes.js';
import type { Entry } from '../core/conversation.js';
import { titleFrom } from '../core/title-from.js';
import type { Strings } from '../i18n/strings.js';

/** What to call a session: its title, else what was asked first, else what it is. */
export function nameOf(session: WireSession | null, entries: readonly Entry[], strings: Strings): string {
  if (session?.title) return session.title;
  const first = entries.find((entry) => entry.message.type === 'user')?.message.content;
  return first ? titleFrom(first) : session ? strings.untitled : strings.newSession;
}

/** `Acme Retail, architecture review`; empty when nothing is known. */
export function contextName(context: { client_name?: string | null; meeting_type?: string | null }): string {
  return [context.client_name, context.meeting_type].filter((part) => part).join(', ');
}
