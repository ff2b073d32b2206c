import { useEffect, useState } from 'react';
import { widgetLimits } from '../core/limits.js';

/** Puts text on the clipboard, where there is HTML for it with that, and says for a moment that it did. */
export function useCopied(text: string, html?: () => string | null): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), widgetLimits.copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    // Browsers and pages may forbid it; then the button simply stays what it was.
    put(text, html).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return { copied, copy };
}

async function put(text: string, html?: () => string | null): Promise<void> {
  const { clipboard } = navigator;
  const item = (type: string, words: string) => ({ [type]: new Blob([words], { type }) });
  try {
    const rich = html?.();
    if (rich) {
      const both = { ...item('text/plain', text), ...item('text/html', rich) };
      return await clipboard.write([new ClipboardItem(both)]);
    }
  } catch {
    // Some browsers take text alone.
  }
  return clipboard.writeText(text);
}
