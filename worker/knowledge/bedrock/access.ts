import type { KnowledgeBaseRetrievalResult, RetrievalFilter } from '@aws-sdk/client-bedrock-agent-runtime';

/** The label of a document that everybody may see. A document without any is seen by nobody: it may have been forgotten. */
export const EVERYBODY = '*';

/**
 * What the service filters by, before it ranks. Its filters compare one value, or ask whether a list holds one; none
 * says "all of its labels are among these". So a document has one label here.
 */
export function accessFilter(attribute: string, labels: readonly string[]): RetrievalFilter {
  return { in: { key: attribute, value: [...new Set([EVERYBODY, ...labels])] } };
}

/**
 * Whether the result is the asker's to see, by what it says itself: some stores take a list for a match when one of its
 * items is. Of a list he has to have all.
 */
export function isVisible(
  { metadata }: Pick<KnowledgeBaseRetrievalResult, 'metadata'>,
  attribute: string,
  labels: readonly string[],
): boolean {
  const asked: unknown = metadata?.[attribute];
  const wanted: unknown[] = Array.isArray(asked) ? asked : [asked];
  return (
    wanted.length > 0 &&
    wanted.every((label) => typeof label === 'string' && (label === EVERYBODY || labels.includes(label)))
  );
}
