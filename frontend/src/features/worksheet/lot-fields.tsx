import { useTranslation } from 'react-i18next';
import { asText } from '@/shared/format/quantity';
import { day } from '@/shared/format/time';
import type { SheetPlace } from '@/shared/sheet/things';
import { Choice, TextField } from '@/ui';
import { type Level, lotOf, lotsAt } from './balances';
import type { Desk } from './desk';
import classes from './line.module.css';
import type { Line, LineChange } from './state';

interface LotFieldsProps {
  readonly desk: Desk;
  readonly line: Line;
  readonly index: number;
  readonly place: SheetPlace | null;
}

/** Lot, expiry and quality, only where the item has lots or somebody asked for them. */
export function LotFields(props: LotFieldsProps) {
  const { desk, line, place } = props;
  const levels = desk.levelsOf(line.item.id);
  const hasLots = line.item.hasLots || levels.some(({ lot }) => lot !== '');
  if (desk.sheet.kind === 'receive') {
    return hasLots || line.detailed ? <NewLot {...props} levels={levels} /> : null;
  }
  return hasLots && place ? <LotOf {...props} place={place} levels={levels} /> : null;
}

type FieldsProps = LotFieldsProps & { readonly levels: readonly Level[] };

/** The lot that comes in; one that is known already has its expiry. */
function NewLot({ desk: { sheet, commit }, line, index, levels }: FieldsProps) {
  const { t, i18n } = useTranslation('worksheet');
  const known = levels.find(({ lot }) => lot !== '' && lot === line.lot);
  const change = (changes: LineChange) =>
    sheet.dispatch({ do: 'change', id: line.id, change: changes });
  return (
    <div className={classes.lot}>
      <TextField
        label={t('lot')}
        name={`lines/${index}/lot`}
        error={commit.fault(line, 'lot')}
        value={line.lot ?? ''}
        autoComplete="off"
        onChange={(event) => change({ lot: event.currentTarget.value || null })}
      />
      {known ? (
        <p className={classes.known}>
          {known.expires_on === null
            ? t('knownLot')
            : t('expiresOn', { day: day(known.expires_on, i18n.language) })}
        </p>
      ) : (
        <TextField
          label={t('expires')}
          type="date"
          name={`lines/${index}/expires_on`}
          error={commit.fault(line, 'expires_on')}
          value={line.expires}
          onChange={(event) => change({ expires: event.currentTarget.value })}
        />
      )}
      {line.detailed && !known && (
        <TextField
          label={t('quality')}
          inputMode="numeric"
          name={`lines/${index}/quality`}
          error={commit.fault(line, 'quality')}
          value={line.quality}
          onChange={(event) => change({ quality: event.currentTarget.value.replace(/\D/g, '') })}
        />
      )}
    </div>
  );
}

/** Out of which lot; chosen by itself where there is only one. */
function LotOf({
  desk: { sheet, commit },
  line,
  index,
  place,
  levels,
}: FieldsProps & { readonly place: SheetPlace }) {
  const { t, i18n } = useTranslation('worksheet');
  const lots = lotsAt(place, levels);
  const lot = lotOf(sheet.kind, line, place, levels);
  const lacks = commit.gaps.some(
    (gap) => gap.at === 'line' && gap.line === line.id && gap.lacks === 'lot',
  );
  const option = ({ lot: code, expires_on, on_hand }: Level) => ({
    value: code,
    label: [
      code || t('withoutLot'),
      ...(expires_on === null ? [] : [day(expires_on, i18n.language)]),
      asText(on_hand, i18n.language),
    ].join(' · '),
  });
  const offered =
    lots.some((level) => level.lot === lot) || lot === null
      ? lots.map(option)
      : [{ value: lot, label: lot || t('withoutLot') }, ...lots.map(option)];
  return (
    <div className={classes.wide}>
      <Choice
        label={t('lot')}
        name={`lines/${index}/lot`}
        error={commit.fault(line, 'lot') ?? (lacks ? t('lacks.lot') : undefined)}
        value={lot ?? '\u0000'}
        data={lot === null ? [{ value: '\u0000', label: t('whichLot') }, ...offered] : offered}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const changes = { lot: value === '\u0000' ? null : value };
          sheet.dispatch({ do: 'change', id: line.id, change: changes });
        }}
      />
    </div>
  );
}
