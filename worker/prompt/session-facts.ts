import type { SessionContext, SessionEntity } from '../../core/domain/session.js';

/** What is known of a session beside its messages. */
export interface SessionFacts {
  context: SessionContext;
  /** Newest first. */
  entities: readonly SessionEntity[];
}

/** Ways to reach people: no answer rests on them, so no prompt repeats them. */
const contacts: readonly string[] = ['phone', 'email'];

/** What is known of the meeting, most telling first. It is typed by people, so what could be a tag is escaped. */
export function contextLines(context: SessionContext): string[] {
  return [
    line('Client', context.clientName),
    line('Meeting type', context.meetingType),
    line('Project', context.projectContext),
    line('Services', context.serviceTypes.join(', ')),
    line('Cloud providers', context.cloudProviders.join(', ')),
    ...Object.entries(context.customFields).map(([name, value]) =>
      line(name, typeof value === 'string' ? value : JSON.stringify(value)),
    ),
  ].filter((text) => text !== null);
}

/** What the conversation has named, a line for each type, newest first. */
export function entityLines(entities: readonly SessionEntity[]): string[] {
  const types = new Set(entities.map(({ type }) => type).filter((type) => !contacts.includes(type)));
  return [...types]
    .map((type) => line(type, valuesOf(entities, type).join(', ')))
    .filter((text) => text !== null);
}

function valuesOf(entities: readonly SessionEntity[], type: string): string[] {
  return entities.filter((entity) => entity.type === type).map(({ value }) => value);
}

function line(name: string, value: string | null | undefined): string | null {
  if (!value || value.trim() === '') return null;
  return `${escapeTags(name)}: ${escapeTags(value.trim())}`;
}

export function escapeTags(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
