import { useTranslation } from 'react-i18next';
import { Choice, TextArea, TextField } from '@/ui';
import classes from '../items.module.css';
import { TRACKINGS } from '../search';
import { CategoryField } from './category-field';
import { FIRST, type FieldName, type ItemForm, REST } from './fields';
import { UnitField } from './unit-field';

interface ItemFieldsProps {
  readonly form: ItemForm;
  readonly set: (name: FieldName, value: string) => void;
  readonly fault: (name: FieldName) => string | undefined;
  /** Tracking and unit stay once something was counted in them. */
  readonly frozen?: boolean;
}

type Field = (typeof FIRST)[number][number];

/** The fields of an item: what every item needs, and the rest folded away until it says something. */
export function ItemFields({ form, set, fault, frozen = false }: ItemFieldsProps) {
  const { t } = useTranslation('items');
  const rest = REST.flat();
  const telling = rest.some(
    ({ name, kind }) => fault(name) || (kind !== 'tracking' && form[name] !== ''),
  );
  const control = ({ name, kind, required }: Field) => {
    const common = { name, label: t(`fields.${name}`), error: fault(name) };
    const typed = {
      ...common,
      required: required === true,
      value: form[name],
      onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
        set(name, event.currentTarget.value),
    };
    const kept = frozen ? { disabled: true, description: t('frozen') } : {};
    switch (kind) {
      case 'category':
        return <CategoryField {...common} value={form[name]} onChange={(id) => set(name, id)} />;
      case 'unit':
        return <UnitField {...typed} {...kept} />;
      case 'tracking':
        return (
          <Choice
            {...typed}
            {...kept}
            data={TRACKINGS.map((value) => ({ value, label: t(`trackings.${value}`) }))}
          />
        );
      case 'text':
        return <TextArea {...typed} autosize minRows={2} maxRows={12} />;
      default:
        return (
          <TextField
            {...typed}
            autoComplete="off"
            spellCheck={kind === 'code' ? false : undefined}
            inputMode={kind === 'level' ? 'decimal' : 'text'}
            data-autofocus={name === 'name' || undefined}
          />
        );
    }
  };
  const rows = (of: readonly (readonly Field[])[]) =>
    of.map((pair) => (
      <div key={pair[0]?.name} className={classes.pair}>
        {pair.map((field) => (
          <div key={field.name}>{control(field)}</div>
        ))}
      </div>
    ));
  return (
    <>
      {rows(FIRST)}
      <details open={telling || undefined}>
        <summary>{t('more')}</summary>
        <div className={classes.more}>{rows(REST)}</div>
      </details>
    </>
  );
}
