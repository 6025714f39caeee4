import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GhostButton } from './button';
import { TextField } from './field';
import classes from './filters.module.css';

export interface Chip {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly remove: () => void;
}

interface FiltersProps {
  /** Words to search for; left out where the list cannot be searched. */
  readonly search?: {
    readonly label: string;
    readonly value: string;
    readonly onChange: (q: string) => void;
  };
  /** What the list is narrowed to now. */
  readonly chips?: readonly Chip[];
  /** Fields that narrow it further, folded away until wanted. */
  readonly children?: ReactNode;
  /** At the right: what one does with the list as it is. */
  readonly actions?: ReactNode;
}

/** Search, what the list is narrowed to, and what it can be narrowed to. */
export function Filters({ search, chips = [], children, actions }: FiltersProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <search className={`${classes.filters} no-print`}>
      <div className={classes.bar}>
        {search && <SearchBox {...search} />}
        {chips.map(({ name, label, value, remove }) => (
          <span key={name} className={classes.chip}>
            <span className={classes.said}>
              {label} <b>{value}</b>
            </span>
            <button
              type="button"
              aria-label={t('filters.remove', { label, value })}
              onClick={remove}
            >
              <IconX size={14} aria-hidden />
            </button>
          </span>
        ))}
        {children != null && (
          <GhostButton aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            <IconFilter size={16} stroke={1.75} aria-hidden />
            {t('filters.filter')}
          </GhostButton>
        )}
        {actions != null && <span className={classes.actions}>{actions}</span>}
      </div>
      <div id={id} className={classes.fields} hidden={!open}>
        {open && children}
      </div>
    </search>
  );
}

const PAUSE_MS = 100;

/** Asks once typing pauses; what comes from the URL meanwhile is shown. */
export function SearchBox({ label, value, onChange }: NonNullable<FiltersProps['search']>) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  if (value !== asked) {
    setAsked(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === asked) return;
    const pause = setTimeout(() => {
      setAsked(typed.trim());
      onChange(typed.trim());
    }, PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, asked, onChange]);
  return (
    <TextField
      type="search"
      className={classes.words ?? ''}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
    />
  );
}
