import { Icon, type IconName } from './icon.js';

interface IconButtonProps {
  name: IconName;
  label: string;
  onClick: () => void;
  small?: boolean;
  disabled?: boolean;
}

export function IconButton({ name, label, onClick, small = false, disabled = false }: IconButtonProps) {
  return (
    <button
      type="button"
      className={small ? 'icon-button small' : 'icon-button'}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={name} size={small ? 17 : 20} />
    </button>
  );
}
