const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address when it may be a link, else null. Relative addresses are no use in an answer. */
export function safeHref(href: string): string | null {
  try {
    const url = new URL(href.trim());
    return allowed.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
