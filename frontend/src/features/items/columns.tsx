import type { ItemListed } from '@quartermaster/api-client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Nothing, Plate, Time } from '@/ui';
import type { Column } from '@/ui/data-list/data-list';
import classes from './items.module.css';

export function useItemColumns(): readonly Column<ItemListed>[] {
  const { t } = useTranslation('items');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        sort: 'name',
        cell: ({ name }) => <b className={classes.name}>{name}</b>,
      },
      {
        id: 'sku',
        header: t('sku'),
        sort: 'sku',
        cell: ({ sku }) => (sku === null ? <Nothing /> : <Plate>{sku}</Plate>),
      },
      { id: 'category', header: t('category'), cell: ({ category }) => category ?? <Nothing /> },
      { id: 'unit', header: t('unit'), cell: ({ unit }) => unit },
      {
        id: 'tracking',
        header: t('tracking'),
        cell: ({ tracking }) => <span className={classes.quiet}>{t(`trackings.${tracking}`)}</span>,
      },
      {
        id: 'changed',
        header: t('changed'),
        align: 'right',
        sort: 'updated_at',
        cell: ({ updated_at }) => <Time at={updated_at} />,
      },
    ],
    [t],
  );
}

export const ItemCard = ({ item }: { readonly item: ItemListed }) => (
  <span className={classes.card}>
    <b>{item.name}</b>
    <span className={classes.under}>
      {item.sku !== null && <Plate>{item.sku}</Plate>}
      {item.category !== null && <span>{item.category}</span>}
    </span>
    <span className={classes.unit}>{item.unit}</span>
  </span>
);
