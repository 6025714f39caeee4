import type { ItemWithStock, LevelRead } from '@quartermaster/api-client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { day } from '@/shared/format/time';
import { Card, Gauge, Nothing, Path, Plate, Quantity } from '@/ui';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import classes from './item.module.css';

/** Where it is, in which lots, how much of it, and how much of that is free. */
export function Balances({ item }: { readonly item: ItemWithStock }) {
  const { t, i18n } = useTranslation('items');
  const { levels } = item;
  const full = levels.reduce(
    (most, { on_hand }) => (compare(on_hand, most) > 0 ? on_hand : most),
    '0',
  );
  const lots = levels.some(({ lot }) => lot !== '');
  const language = i18n.language;
  const columns = useMemo((): readonly PlainColumn<LevelRead>[] => {
    const said = (value: string) => asText(value, language);
    return [
      {
        id: 'place',
        header: t('place'),
        cell: ({ location_path }) => <Path parts={location_path} />,
      },
      ...(lots
        ? [
            {
              id: 'lot',
              header: t('lot'),
              cell: ({ lot, expires_on }: LevelRead) =>
                lot === '' ? (
                  <Nothing />
                ) : (
                  <>
                    <Plate>{lot}</Plate>
                    {expires_on !== null && ` · ${day(expires_on, language)}`}
                  </>
                ),
            },
          ]
        : []),
      {
        id: 'gauge',
        header: t('gaugeHeader'),
        hidden: true,
        align: 'right',
        cell: ({ on_hand, reserved, unit }) => (
          <Gauge
            onHand={on_hand}
            reserved={reserved}
            full={full}
            label={t('gauge', { onHand: said(on_hand), unit, reserved: said(reserved) })}
          />
        ),
      },
      {
        id: 'on_hand',
        header: t('onHand'),
        align: 'right',
        cell: ({ on_hand, unit }) => <Quantity value={on_hand} unit={unit} />,
      },
      {
        id: 'reserved',
        header: t('reserved'),
        align: 'right',
        cell: ({ reserved }) =>
          compare(reserved, '0') === 0 ? <Nothing /> : <Quantity value={reserved} />,
      },
      {
        id: 'available',
        header: t('available'),
        align: 'right',
        cell: ({ available }) => <Quantity value={available} />,
      },
    ];
  }, [t, language, lots, full]);
  return (
    <Card title={t('balances')}>
      {levels.length === 0 ? (
        <p className={classes.quiet}>{t('noBalances')}</p>
      ) : (
        <PlainTable label={t('balances')} columns={columns} rows={levels} rowKey={({ id }) => id} />
      )}
    </Card>
  );
}
