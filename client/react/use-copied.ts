import { useEffect, useState } from 'react';
import { widgetLimits } from '../core/limits.js';

/** Puts text on the clipboard, and says for a moment that it did. */
export function useCopied(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), widgetLimits.copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    // Browsers and pages may forbid it; then the button simply stays what it was.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return { copied, copy };
}
