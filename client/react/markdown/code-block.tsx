import { Icon } from '../icon.js';
import { useStrings } from '../locale.js';
import { scrollable } from '../scrollable.js';
import { useCopied } from '../use-copied.js';

/** Code as written, with its language and a copy button. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const strings = useStrings();
  const { copied, copy } = useCopied(code);
  return (
    <figure className="code">
      <figcaption>
        <span>{language}</span>
        <button type="button" className="text-button" onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} size={15} />
          {copied ? strings.copied : strings.copy}
        </button>
      </figcaption>
      <pre {...scrollable}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
