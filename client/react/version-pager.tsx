import { IconButton } from './icon-button.js';
import { useStrings } from './locale.js';

interface VersionPagerProps {
  /** What there are versions of. */
  label: string;
  version: number;
  versions: number;
  onLeaf: (by: 1 | -1) => void;
}

/** `‹ 2/3 ›`; nothing where there is one version only. */
export function VersionPager({ label, version, versions, onLeaf }: VersionPagerProps) {
  const strings = useStrings();
  if (versions < 2) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what a form sends.
    <span className="versions" role="group" aria-label={label}>
      <IconButton
        small
        name="back"
        label={strings.earlierVersion}
        inert={version <= 1}
        onClick={() => onLeaf(-1)}
      />
      <span className="meta" aria-live="polite">
        <span aria-hidden="true">
          {version}/{versions}
        </span>
        <span className="unseen">{strings.versionOf(version, versions)}</span>
      </span>
      <IconButton
        small
        name="forward"
        label={strings.laterVersion}
        inert={version >= versions}
        onClick={() => onLeaf(1)}
      />
    </span>
  );
}
