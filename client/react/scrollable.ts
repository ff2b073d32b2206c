/**
 * For boxes that scroll: reachable by keyboard even when nothing inside can be focused (WCAG 2.1.1), and named
 * as a group rather than as one more landmark.
 */
export const scrollable = { tabIndex: 0, role: 'group' } as const;
