import type { LevelRead } from '@quartermaster/api-client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { day } from '@/shared/format/time';
import { useOpenLines } from '@/shared/sheet/open-lines';
import type { Column } from '../data-list/data-list';
import { Gauge } from '../gauge';
import { Nothing, Path, Plate, Quantity, Tag, Time } from '../marks';
import classes from './levels.module.css';

/** Balances as every list of them shows them: item, place, lot, what is there and what is free. */
export function useLevelColumns(): readonly Column<LevelRead>[] {
  const { t } = useTranslation('stock');
  return useMemo(
    () => [
      {
        id: 'item',
        header: t('item'),
        cell: ({ item_name, sku }) => (
          <span className={classes.item}>
            <b>{item_name}</b>
            {sku !== null && <Plate>{sku}</Plate>}
          </span>
        ),
      },
      {
        id: 'location',
        header: t('location'),
        cell: ({ location_path }) => <Path parts={location_path} />,
      },
      { id: 'lot', header: t('lot'), below: 900, cell: (level) => <Lot level={level} /> },
      {
        id: 'on_hand',
        header: t('onHand'),
        align: 'right',
        sort: 'on_hand',
        cell: (level) => (
          <span className={classes.balance}>
            <Balance level={level} />
            <Quantity value={level.on_hand} unit={level.unit} out={isOut(level)} />
          </span>
        ),
      },
      {
        id: 'state',
        header: t('state'),
        hidden: true,
        below: 700,
        cell: (level) => <State level={level} />,
      },
      {
        id: 'reserved',
        below: 900,
        header: t('reserved'),
        align: 'right',
        cell: ({ reserved }) =>
          compare(reserved, '0') === 0 ? <Nothing /> : <Plain value={reserved} />,
      },
      {
        id: 'available',
        below: 700,
        header: t('available'),
        align: 'right',
        cell: ({ available }) => <Plain value={available} />,
      },
      {
        id: 'changed',
        below: 900,
        header: t('changed'),
        align: 'right',
        sort: 'updated_at',
        cell: ({ updated_at }) => <Time at={updated_at} />,
      },
    ],
    [t],
  );
}

function Plain({ value }: { readonly value: string }) {
  const { i18n } = useTranslation();
  return <span className={classes.plain}>{asText(value, i18n.language)}</span>;
}

const isOut = (level: LevelRead) => compare(level.on_hand, '0') === 0;
const isLow = ({ on_hand, min_level }: LevelRead) =>
  min_level !== null && compare(on_hand, min_level) < 0;

/** The gauge, or how the open sheet will change it. */
function Balance({ level }: { readonly level: LevelRead }) {
  const { t, i18n } = useTranslation('stock');
  const change = useOpenLines()(level.item_id, level.location_id);
  if (change !== undefined) {
    const sign = change.startsWith('-') ? '' : '+';
    return <span className={classes.change}>{sign + asText(change, i18n.language)}</span>;
  }
  const said = (value: string) => asText(value, i18n.language);
  const words = {
    onHand: said(level.on_hand),
    unit: level.unit,
    reserved: said(level.reserved),
  };
  return (
    <Gauge
      onHand={level.on_hand}
      reserved={level.reserved}
      minimum={level.min_level}
      label={
        level.min_level === null
          ? t('gauge', words)
          : t('gaugeMinimum', { ...words, minimum: said(level.min_level) })
      }
    />
  );
}

function Lot({ level: { lot, expires_on } }: { readonly level: LevelRead }) {
  const { i18n } = useTranslation();
  if (lot === '') return <Nothing />;
  return (
    <>
      <Plate>{lot}</Plate>
      {expires_on !== null && ` · ${day(expires_on, i18n.language)}`}
    </>
  );
}

function State({ level }: { readonly level: LevelRead }) {
  const { t } = useTranslation('stock');
  if (isOut(level)) return <Tag state="out">{t('out')}</Tag>;
  if (isLow(level)) return <Tag state="low">{t('low')}</Tag>;
  if (compare(level.available, '0') === 0) return <Tag state="held">{t('allHeld')}</Tag>;
  return null;
}

export const LevelCard = ({ level }: { readonly level: LevelRead }) => (
  <span className={classes.card}>
    <b>{level.item_name}</b>
    <Path parts={level.location_path} />
    <span className={classes.right}>
      <Quantity value={level.on_hand} unit={level.unit} out={isOut(level)} />
      {isOut(level) || isLow(level) ? <State level={level} /> : <Balance level={level} />}
    </span>
  </span>
);
