import { Icon, type IconName } from './icon.js';

interface IconButtonProps {
  name: IconName;
  label: string;
  onClick: () => void;
  small?: boolean;
  disabled?: boolean;
  /** Does nothing now, and keeps the focus. */
  inert?: boolean;
  className?: string;
  /** Whether what the button opens is open; absent for one that opens nothing. */
  expanded?: boolean;
}

export function IconButton(props: IconButtonProps) {
  const { name, label, onClick, small = false, disabled = false, inert = false, expanded } = props;
  const classes = ['icon-button', small && 'small', props.className].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={classes}
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      disabled={disabled}
      aria-disabled={inert || undefined}
      onClick={inert ? undefined : onClick}
    >
      <Icon name={name} size={small ? 17 : 20} />
    </button>
  );
}
