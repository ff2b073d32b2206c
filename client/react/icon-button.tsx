import { Icon, type IconName } from './icon.js';

interface IconButtonProps {
  name: IconName;
  label: string;
  onClick: () => void;
  small?: boolean;
  disabled?: boolean;
  /** Whether what the button opens is open; absent for one that opens nothing. */
  expanded?: boolean;
}

export function IconButton(props: IconButtonProps) {
  const { name, label, onClick, small = false, disabled = false, expanded } = props;
  return (
    <button
      type="button"
      className={small ? 'icon-button small' : 'icon-button'}
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={name} size={small ? 17 : 20} />
    </button>
  );
}
