import { IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './filters.module.css';

/** The row of chips between heading and list. */
export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <div className={`${classes.filters} no-print`}>{children}</div>
);

interface ChipProps {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

/** A filter that is on. */
export function Chip({ name, value, onRemove }: ChipProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.chip}>
      <span>
        {name} <b>{value}</b>
      </span>
      <button type="button" aria-label={t('removeFilter', { name })} onClick={onRemove}>
        <IconX size={14} />
      </button>
    </span>
  );
}

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const PAUSE_MS = 150;

/** Searches while one types, a moment after the last key. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    // the address changed by Back or a link, not by this box
    if (value !== told.current) {
      told.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <span className={classes.search}>
      <IconSearch size={15} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </span>
  );
}

/** Views of a list by name, the current one underlined. */
export const Views = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) => (
  <nav className={`${classes.views} no-print`} aria-label={label}>
    {children}
  </nav>
);
