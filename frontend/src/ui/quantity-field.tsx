import { IconMinus, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, compare, difference, parsed, sum } from '@/shared/format/quantity';
import classes from './quantity-field.module.css';

interface QuantityFieldProps {
  /** What the field and its two buttons are called: they say whose quantity it is. */
  readonly labels: { readonly quantity: string; readonly less: string; readonly more: string };
  /** A decimal string, never a float. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly unit: string;
  /** The pointer to the value in what is sent: `lines/2/quantity`. */
  readonly name?: string;
  readonly invalid?: boolean;
  /** Id of the words that say what is wrong. */
  readonly describedBy?: string | undefined;
  /** Enter was pressed, and the value taken. */
  readonly onEnter?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A quantity with its unit; typed as people write numbers here, stepped by one, never below zero. */
export function QuantityField(props: QuantityFieldProps) {
  const { labels, value, onChange, unit, name, invalid = false, describedBy, onEnter, ref } = props;
  const { i18n } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : parsed(typed, i18n.language);
  const wrong = read === null || compare(read, '0') < 0;

  const type = (text: string) => {
    setTyped(text);
    const quantity = parsed(text, i18n.language);
    if (quantity !== null && compare(quantity, '0') >= 0) onChange(quantity);
  };
  const step = (to: string) => {
    setTyped(null);
    onChange(compare(to, '0') < 0 ? '0' : to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !wrong) {
      event.preventDefault();
      setTyped(null);
      onEnter?.();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      step(event.key === 'ArrowUp' ? sum([value, '1']) : difference(value, '1'));
    }
  };
  return (
    <span className={classes.field} data-invalid={invalid || wrong || undefined}>
      <button
        type="button"
        tabIndex={-1}
        aria-label={labels.less}
        onClick={() => step(difference(value, '1'))}
      >
        <IconMinus size={16} aria-hidden />
      </button>
      <input
        ref={ref}
        name={name}
        aria-label={labels.quantity}
        aria-invalid={invalid || wrong}
        aria-describedby={describedBy}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? asText(value, i18n.language)}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
      />
      <em aria-hidden>{unit}</em>
      <button
        type="button"
        tabIndex={-1}
        aria-label={labels.more}
        onClick={() => step(sum([value, '1']))}
      >
        <IconPlus size={16} aria-hidden />
      </button>
    </span>
  );
}
