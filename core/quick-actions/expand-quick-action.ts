import type { Language } from '../domain/message.js';
import type { SessionContext } from '../domain/session.js';
import type { QuickAction } from './quick-action-file.js';
import { type ContextValues, fillTemplate } from './template.js';

/** Characters of a value that are said; the prompt has all of the context beside the question. */
export const MAX_VALUE_CHARACTERS = 300;

export interface ExpandedAction {
  /** The sentence that asks. */
  question: string;
  /** The whole message. */
  text: string;
}

/** What a quick action says in a session. */
export function expandQuickAction(
  action: QuickAction,
  language: Language,
  context: SessionContext,
): ExpandedAction {
  const values = valuesOf(context, language);
  const question = fillTemplate(action.ask[language], values).trim();
  const rest = action.further ? fillTemplate(action.further[language], values).trim() : '';
  return { question, text: rest === '' ? question : `${question} ${rest}` };
}

function valuesOf(context: SessionContext, language: Language): ContextValues {
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const listed = (values: string[]) => list.format(values.map(oneLine).filter((value) => value !== ''));
  return {
    client_name: said(context.clientName),
    meeting_type: said(context.meetingType),
    project_context: said(context.projectContext),
    service_types: said(listed(context.serviceTypes)),
    cloud_providers: said(listed(context.cloudProviders)),
  };
}

/** On one line and of a bounded length; null where there is nothing to say. */
function said(value: string | null): string | null {
  const line = oneLine(value ?? '');
  if (line === '') return null;
  if (line.length <= MAX_VALUE_CHARACTERS) return line;
  const cut = line.slice(0, MAX_VALUE_CHARACTERS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_VALUE_CHARACTERS / 2)).toWellFormed()}…`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
