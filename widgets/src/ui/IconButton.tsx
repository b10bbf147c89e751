// A button that shows only an icon; its title says what it does, and with which key.
import { Icon, type IconName } from "./Icon";

interface Props {
  icon: IconName;
  label: string;
  keys?: string;
  testid?: string;
  disabled?: boolean;
  pressed?: boolean;
  filled?: boolean;
  onClick: () => void;
}

export function IconButton({ icon, label, keys, testid, disabled = false, pressed, filled = false, onClick }: Props) {
  return (
    <button
      type="button"
      className={filled ? "icon-button filled" : "icon-button"}
      title={keys ? `${label} (${keys})` : label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      data-testid={testid}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
