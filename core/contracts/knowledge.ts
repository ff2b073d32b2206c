import { z } from 'zod';
import { limit, page } from './http.js';
import { pageCursor } from './ids.js';
import { language } from './shapes.js';
import { storableText } from './text.js';

/** Bodies, queries and answers of `/api/v1/admin/knowledge`, and what documents are named and labelled by. */

export const knowledgeLimits = {
  idCharacters: 200,
  titleCharacters: 200,
  pathCharacters: 300,
  urlCharacters: 2_000,
  labelCharacters: 64,
  labelsOfDocument: 20,
  labelsOfPerson: 100,
  /** A document as it is sent, or as a file. */
  documentBytes: 10 * 1_024 * 1_024,
  /** A PDF of that size as base64, which is a third longer, and what stands beside it. */
  bodyBytes: 14 * 1_024 * 1_024,
} as const;

/** The author's name for a document; a translation has the same. */
export const documentId = z
  .string()
  .max(knowledgeLimits.idCharacters, { error: 'is too long' })
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'must be lower case words joined by hyphens' });

export const documentFormat = z.enum(['markdown', 'html', 'text', 'pdf']);
export type DocumentFormat = z.infer<typeof documentFormat>;

/** What a document asks for and a token grants, compared as it is written. */
export const accessLabel = z
  .string()
  .max(knowledgeLimits.labelCharacters)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:@/-]*$/u, {
    error: 'must begin with a letter or digit and hold only letters, digits and . _ : @ / -',
  });

/** Once each and in one order, so that the same labels are the same content. */
export const accessLabels = z
  .array(accessLabel, { error: 'must be a list' })
  .max(knowledgeLimits.labelsOfDocument, { error: `must be at most ${knowledgeLimits.labelsOfDocument}` })
  .transform((labels) => [...new Set(labels)].sort());

const line = (max: number) =>
  storableText(max).refine((text) => text.trim() !== '' && !/[\r\n]/.test(text), {
    error: 'must be one line that is not blank',
  });

export const uploadBody = z.strictObject({
  id: documentId.optional(),
  title: line(knowledgeLimits.titleCharacters).optional(),
  path: line(knowledgeLimits.pathCharacters).optional(),
  language: language.optional(),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(knowledgeLimits.urlCharacters)
    .optional(),
  labels: accessLabels.optional(),
  format: documentFormat,
  /** Text; of a PDF base64. */
  content: z.string().min(1, { error: 'must not be empty' }),
});

export const documentParams = z.strictObject({ id: documentId });
/** Which of the translations; all of them where it is not said. */
export const documentQuery = z.strictObject({ language: language.optional() });
export const knowledgePageQuery = z.strictObject({ limit, cursor: pageCursor.optional() });

/** `language` is null until an upload that did not name it has been read. */
const knowledgeDocument = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string().nullable(),
  language: language.nullable(),
  url: z.string().nullable(),
  labels: z.array(z.string()),
  chunks: z.number().int(),
  status: z.enum(['processing', 'ready', 'failed']),
  updated_at: z.iso.datetime(),
  error: z.string().nullable(),
});

export const uploadAnswer = knowledgeDocument.extend({ unchanged: z.boolean() });
export const documentPage = z.object({ data: z.array(knowledgeDocument), page });

/** A question that the knowledge base had no good answer to. */
const knowledgeGap = z.object({
  message_id: z.string(),
  session_id: z.string(),
  question: z.string(),
  language,
  best_score: z.number(),
  /** How often it was asked, in the same words or nearly. */
  asked: z.number().int(),
  at: z.iso.datetime(),
});
export const gapPage = z.object({ data: z.array(knowledgeGap), page });

export type UploadBody = z.infer<typeof uploadBody>;
export type DocumentQuery = z.infer<typeof documentQuery>;
export type KnowledgePageQuery = z.infer<typeof knowledgePageQuery>;
export type WireKnowledgeDocument = z.infer<typeof knowledgeDocument>;
export type UploadAnswer = z.infer<typeof uploadAnswer>;
export type DocumentPage = z.infer<typeof documentPage>;
export type WireKnowledgeGap = z.infer<typeof knowledgeGap>;
export type GapPage = z.infer<typeof gapPage>;
