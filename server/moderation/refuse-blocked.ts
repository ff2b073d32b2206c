import type { z } from 'zod';
import type { sessionContext } from '../../core/contracts/shapes.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Moderation } from '../../core/moderation/moderation.js';
import type { Db } from '../../core/store/data-source.js';
import { recordVerdict } from '../../core/store/moderation-verdicts.js';

/**
 * Judges texts before any of them is kept, and records a verdict against one of them, without the text.
 *
 * @throws AsideError CHAT_MESSAGE_BLOCKED, with the sentence for the user in both languages as `details.sentence`;
 * CHAT_SESSION_NOT_FOUND when the session is not one of this user.
 */
export type RefuseBlocked = (
  about: { sessionId: string | null; userId: string },
  texts: readonly (string | null | undefined)[],
) => Promise<void>;

export function createInputModeration(deps: { db: Db; moderation: Moderation }): RefuseBlocked {
  const { db, moderation } = deps;
  return async (about, texts) => {
    for (const text of texts) {
      const finding = text ? moderation.judge(text, 'input') : null;
      if (!finding) continue;
      const isTheirs = await recordVerdict(db, about, { ...finding, side: 'input' });
      if (!isTheirs) throw new AsideError('CHAT_SESSION_NOT_FOUND');
      const { category } = finding;
      const sentence = {
        en: moderation.sentence(category, 'input', 'en'),
        fr: moderation.sentence(category, 'input', 'fr'),
      };
      throw new AsideError('CHAT_MESSAGE_BLOCKED', {
        sentence: sentence.en,
        details: { category, sentence },
      });
    }
  };
}

/** What somebody has written about a session, which reaches the model with every question. */
export function textsOf(context: z.infer<typeof sessionContext> | undefined): string[] {
  if (!context) return [];
  const { client_name, meeting_type, project_context, service_types, cloud_providers, custom_fields } =
    context;
  const written = [
    client_name,
    meeting_type,
    project_context,
    ...(service_types ?? []),
    ...(cloud_providers ?? []),
  ];
  return [...written.filter((text) => typeof text === 'string'), ...stringsIn(custom_fields)];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}
