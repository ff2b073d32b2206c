import { z } from 'zod';

/** Of a message's content, what is read of it. */
export const contentBlock = z.looseObject({
  text: z.string().optional(),
  toolUse: z.looseObject({ toolUseId: z.string(), name: z.string(), input: z.unknown() }).optional(),
  toolResult: z
    .looseObject({
      toolUseId: z.string(),
      status: z.enum(['success', 'error']).default('success'),
      content: z.array(z.looseObject({ text: z.string().optional(), json: z.unknown().optional() })),
    })
    .optional(),
});

export const messagesSchema = z.array(
  z.object({ role: z.enum(['user', 'assistant']), content: z.array(contentBlock) }),
);

export type Messages = z.output<typeof messagesSchema>;
