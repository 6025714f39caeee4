import { useTranslation } from 'react-i18next';
import type { Clash, Side } from '@/shared/api/use-edit';
import classes from './conflict.module.css';

interface ConflictProps<Fields> {
  readonly clashes: readonly Clash<Fields>[];
  readonly onChoose: (name: keyof Fields & string, side: Side) => void;
  /** The field as the form calls it. */
  readonly label: (name: keyof Fields & string) => string;
  /** A value in words. */
  readonly said: (name: keyof Fields & string, value: Fields[keyof Fields]) => string;
}

/** Somebody else changed the same: theirs, yours, and which of them to keep. Nothing is sent before. */
export function Conflict<Fields>({ clashes, onChoose, label, said }: ConflictProps<Fields>) {
  const { t } = useTranslation();
  if (clashes.length === 0) return null;
  return (
    <div role="alert" className={classes.conflict}>
      <b>{t('conflict.heading')}</b>
      <p>{t('conflict.hint')}</p>
      {clashes.map((clash) => (
        <fieldset key={clash.name} className={classes.field}>
          <legend>{label(clash.name)}</legend>
          {(['theirs', 'mine'] as const).map((side) => (
            <label key={side} className={classes.side}>
              <input
                type="radio"
                name={`keep ${clash.name}`}
                checked={clash.chosen === side}
                onChange={() => onChoose(clash.name, side)}
              />
              <span className={classes.whose}>{t(`conflict.${side}`)}</span>
              <span className={classes.value}>
                {said(clash.name, clash[side]) || t('conflict.empty')}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
