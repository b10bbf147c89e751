// A popover with a field to type in and a list of what it finds: the focus stays in the field, which has the keys of the list.
import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import { Icon } from "../ui/Icon";

interface Props {
  label: string;
  testid: string;
  className?: string;
  style?: CSSProperties;
  field: Field;
  children: ReactNode;
  onClose: () => void;
}

interface Field {
  query: string;
  label: string;
  placeholder: string;
  testid: string;
  /** The ids of the lists, and of the row that is chosen. */
  lists: string;
  chosen: string | undefined;
  /** What stands behind it. */
  beside?: ReactNode;
  onChange: (query: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function Finder({ label, testid, className = "", style, field, children, onClose }: Props) {
  return (
    <div
      className={`search nowheel ${className}`.trim()}
      role="dialog"
      aria-label={label}
      data-testid={testid}
      style={style}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <div className="search-field">
        <Icon name="search" size={14} />
        <input
          // biome-ignore lint/a11y/noAutofocus: opening it is asking to type.
          autoFocus
          role="combobox"
          aria-expanded
          aria-autocomplete="list"
          aria-controls={field.lists}
          aria-activedescendant={field.chosen}
          aria-label={field.label}
          placeholder={field.placeholder}
          value={field.query}
          data-testid={field.testid}
          spellCheck={false}
          onChange={(event) => field.onChange(event.target.value)}
          onKeyDown={field.onKeyDown}
        />
        {field.beside}
      </div>
      {children}
    </div>
  );
}

interface OptionProps {
  id: string;
  chosen: boolean;
  className?: string;
  title?: string;
  testid?: string;
  children: ReactNode;
  onPoint: () => void;
  onPick: () => void;
}

/** A row of the list. */
export function Option({ id, chosen, className = "", title, testid, children, onPoint, onPick }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={`search-row ${className}`.trim()}
      title={title}
      data-testid={testid}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {children}
    </div>
  );
}
