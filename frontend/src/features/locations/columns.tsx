import type { LocationListed } from '@quartermaster/api-client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Nothing, Path, Plate, Time } from '@/ui';
import type { Column } from '@/ui/data-list/data-list';
import classes from './columns.module.css';
import { KindIcon } from './kind-icon';

export function usePlaceColumns(): readonly Column<LocationListed>[] {
  const { t } = useTranslation('locations');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('place'),
        sort: 'name',
        cell: ({ path }) => <Path parts={path} />,
      },
      {
        id: 'kind',
        header: t('kind'),
        cell: ({ kind }) => (
          <span className={classes.kind}>
            <KindIcon kind={kind} />
            {t(`kinds.${kind}`)}
          </span>
        ),
      },
      {
        id: 'code',
        header: t('code'),
        cell: ({ code }) => (code === null ? <Nothing /> : <Plate>{code}</Plate>),
      },
      {
        id: 'created',
        header: t('created'),
        align: 'right',
        sort: 'created_at',
        cell: ({ created_at }) => <Time at={created_at} />,
      },
    ],
    [t],
  );
}

export const PlaceCard = ({ place }: { readonly place: LocationListed }) => (
  <span className={classes.card}>
    <KindIcon kind={place.kind} />
    <span className={classes.words}>
      <b>{place.name}</b>
      <Path parts={place.path} />
    </span>
    {place.code !== null && <Plate>{place.code}</Plate>}
  </span>
);
