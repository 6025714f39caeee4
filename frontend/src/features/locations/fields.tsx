import type { LocationKind } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { Choice, TextArea, TextField } from '@/ui';
import type { Filled } from './filled';
import classes from './form.module.css';
import { KINDS } from './search';

interface PlaceFieldsProps {
  readonly value: Filled;
  readonly onChange: (part: Partial<Filled>) => void;
  readonly fault: (field: string) => string | undefined;
}

export function PlaceFields({ value, onChange, fault }: PlaceFieldsProps) {
  const { t } = useTranslation('locations');
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        required
        data-autofocus
        value={value.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fault('name')}
      />
      <div className={classes.pair}>
        <Choice
          name="kind"
          label={t('kind')}
          value={value.kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as LocationKind })}
          data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          error={fault('kind')}
        />
        <TextField
          name="code"
          label={t('code')}
          autoComplete="off"
          value={value.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
          error={fault('code')}
        />
      </div>
      <TextArea
        name="notes"
        label={t('notes')}
        rows={3}
        value={value.notes}
        onChange={(event) => onChange({ notes: event.currentTarget.value })}
        error={fault('notes')}
      />
    </>
  );
}

/** Says that an earlier visit's typing is back, and offers to leave it. */
export function Restored({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation('locations');
  return (
    <p className={classes.restored}>
      {t('restored')}{' '}
      <button type="button" className={classes.over} onClick={onClear}>
        {t('startOver')}
      </button>
    </p>
  );
}
