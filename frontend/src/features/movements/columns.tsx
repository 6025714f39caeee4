import type { MovementRead } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/shared/lookups/members';
import { Nothing, Plate, Quantity, Time } from '@/ui';
import type { Column } from '@/ui/data-list/data-list';
import { Flow } from '@/ui/flow';
import classes from './movements.module.css';

export function useMovementColumns(): readonly Column<MovementRead>[] {
  const { t } = useTranslation('movements');
  const nameOf = useNames();
  return [
    { id: 'kind', header: t('what'), cell: ({ kind }) => t(`kinds.${kind}`) },
    {
      id: 'item',
      header: t('item'),
      cell: ({ item_name, lot }) => (
        <span className={classes.item}>
          <b>{item_name}</b>
          {lot !== '' && <Plate>{lot}</Plate>}
        </span>
      ),
    },
    {
      id: 'flow',
      header: t('fromTo'),
      cell: ({ from_location, to_location }) => <Flow from={from_location} to={to_location} />,
    },
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'right',
      cell: ({ quantity, unit }) => <Quantity value={quantity} unit={unit} />,
    },
    {
      id: 'reference',
      header: t('reference'),
      cell: ({ reference, reason }) =>
        reference || reason ? <Why reference={reference} reason={reason} /> : <Nothing />,
    },
    {
      id: 'who',
      header: t('who'),
      cell: ({ actor_id }) => {
        const name = nameOf(actor_id);
        return name === null ? <Nothing /> : <span className={classes.who}>{name}</span>;
      },
    },
    {
      id: 'when',
      header: t('when'),
      align: 'right',
      sort: 'created_at',
      cell: ({ created_at }) => <Time at={created_at} />,
    },
  ];
}

const Why = ({ reference, reason }: Pick<MovementRead, 'reference' | 'reason'>) => (
  <span className={classes.why}>
    {reference}
    {reference && reason && ' · '}
    {reason}
  </span>
);

export function MovementCard({ movement }: { readonly movement: MovementRead }) {
  const { t } = useTranslation('movements');
  const { kind, item_name, from_location, to_location, quantity, unit, created_at } = movement;
  return (
    <span className={classes.card}>
      <b>{item_name}</b>
      <span className={classes.right}>
        <Quantity value={quantity} unit={unit} />
      </span>
      <span className={classes.under}>
        {t(`kinds.${kind}`)} · <Flow from={from_location} to={to_location} />
      </span>
      <span className={classes.right}>
        <Time at={created_at} />
      </span>
    </span>
  );
}
