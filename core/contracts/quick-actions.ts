import { z } from 'zod';
import { id } from './ids.js';
import { language, sessionContext, sessionLimits } from './shapes.js';
import { storableText } from './text.js';

const shortText = storableText(sessionLimits.shortText).optional();

/** For a session, or for one that is not made yet, of which the page knows something already. */
export const quickActionsQuery = z.strictObject({
  session_id: id.toLowerCase().optional(),
  language: language.optional(),
  client_name: shortText,
  meeting_type: shortText,
  project_context: storableText(sessionLimits.projectText).optional(),
  /** May be there several times. */
  service_types: z
    .preprocess((value) => (typeof value === 'string' ? [value] : value), sessionContext.shape.service_types)
    .optional(),
});

/** As it is offered in a session. */
export const offeredAction = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  icon: z.string(),
  intent: z.string(),
  /** The sentence that asks, and the whole message that is posted. */
  question: z.string(),
  text: z.string(),
  /** It works on what was said before: of no use in a session where nothing was. */
  needs_history: z.boolean(),
});

export type QuickActionsQuery = z.infer<typeof quickActionsQuery>;
export type OfferedAction = z.infer<typeof offeredAction>;
export type QuickActionPage = {
  data: OfferedAction[];
  page: { next_cursor: null; has_more: false };
};
