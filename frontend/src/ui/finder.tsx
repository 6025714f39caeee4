import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from 'react';
import classes from './finder.module.css';

export interface Found {
  readonly id: string;
  readonly face: ReactNode;
}

interface FinderProps<Option extends Found> {
  readonly label: string;
  readonly placeholder?: string;
  readonly icon?: ReactNode;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly options: readonly Option[];
  readonly onPick: (option: Option) => void;
  /** Enter with nothing chosen. */
  readonly onEnter?: (text: string) => void;
  /** Chooses the first option by itself, so that Enter takes it. */
  readonly eager?: boolean;
  readonly autoFocus?: boolean;
  readonly name?: string;
  readonly large?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly ref?: Ref<HTMLInputElement> | undefined;
}

/** A field with what it finds listed under it: arrows choose, Enter takes, Escape empties. */
export function Finder<Option extends Found>(props: FinderProps<Option>) {
  const { label, text, onText, options, onPick, onEnter, eager = true, large = false } = props;
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const active = chosen ?? (eager && options.length > 0 ? 0 : null);
  const option = active === null ? undefined : options[active];

  const pick = (one: Option) => {
    setChosen(null);
    onPick(one);
  };
  const move = (by: 1 | -1) => {
    if (options.length === 0) return;
    const from = active ?? (by === 1 ? -1 : 0);
    setChosen((from + by + options.length) % options.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (option) pick(option);
      else onEnter?.(text);
    } else if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      onText('');
    }
  };
  return (
    <div className={classes.finder} data-large={large || undefined}>
      {props.icon}
      <input
        ref={props.ref}
        name={props.name}
        role="combobox"
        aria-label={label}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={option ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-invalid={props.invalid ?? false}
        aria-describedby={props.describedBy}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it was opened in order to be typed into
        autoFocus={props.autoFocus}
        data-icon={props.icon != null || undefined}
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => {
          setChosen(null);
          onText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
        className={classes.options}
        hidden={options.length === 0}
      >
        {options.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={one.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(one)}
          >
            {one.face}
          </div>
        ))}
      </div>
    </div>
  );
}
