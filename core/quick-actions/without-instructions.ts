import type { QuickAction } from './quick-action-file.js';

/** Shorter ones may be anybody's words. */
const LEAST_CHARACTERS = 20;

/**
 * What a message is about, without what its quick action says on how to answer: a search for "show the arithmetic" would
 * find arithmetic. Values of the context stay, and words of the user's own.
 */
export function withoutInstructions(action: QuickAction, text: string): string {
  const instructions = Object.values(action.further ?? {})
    .flat()
    .filter((part) => typeof part === 'string' && part.trim().length >= LEAST_CHARACTERS) as string[];
  return instructions.reduce((rest, part) => rest.replace(part.trim(), ''), text).trim();
}
