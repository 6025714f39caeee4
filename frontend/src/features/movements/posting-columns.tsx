import type { MovementRead, PostingRead } from '@quartermaster/api-client';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asText } from '@/shared/format/quantity';
import { useOrganization } from '@/shared/routes/organization';
import { Plate, Quantity } from '@/ui';
import { Flow } from '@/ui/flow';
import type { PlainColumn } from '@/ui/plain-table';
import classes from './movements.module.css';

/** Lines of a receipt; a column that no line fills is left out. */
export function useLineColumns(
  { movements, reason: reasonOfAll }: PostingRead,
  reversed: ReadonlyMap<string, string>,
): readonly PlainColumn<MovementRead>[] {
  const { t, i18n } = useTranslation('movements');
  const { slug: organization } = useOrganization();
  const ownReason = ({ reason }: MovementRead) => reason !== reasonOfAll;
  const columns: readonly (PlainColumn<MovementRead> & { readonly empty?: boolean })[] = [
    {
      id: 'item',
      header: t('item'),
      cell: ({ id, item_id, item_name, lot }) => (
        <span className={classes.item}>
          <Link
            className={classes.links}
            to="/$organization/items/$item"
            params={{ organization, item: item_id }}
          >
            <b>{item_name}</b>
          </Link>
          {lot !== '' && (
            <span>
              {t('lot')} <Plate>{lot}</Plate>
            </span>
          )}
          {reversed.has(id) && <span className={classes.quiet}>{t('reversed')}</span>}
        </span>
      ),
    },
    { id: 'kind', header: t('what'), cell: ({ kind }) => t(`kinds.${kind}`) },
    {
      id: 'flow',
      header: t('fromTo'),
      cell: ({ from_location, to_location }) => <Flow from={from_location} to={to_location} />,
    },
    {
      id: 'reason',
      header: t('reason'),
      empty: !movements.some(ownReason),
      cell: (line) => ownReason(line) && <span className={classes.quiet}>{line.reason}</span>,
    },
    {
      id: 'cost',
      header: t('unitCost'),
      empty: movements.every(({ unit_cost }) => unit_cost === null),
      align: 'right',
      cell: ({ unit_cost, currency }) =>
        unit_cost !== null && (
          <span className={classes.quiet}>
            {asText(unit_cost, i18n.language)} {currency}
          </span>
        ),
    },
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'right',
      cell: ({ quantity, unit }) => <Quantity value={quantity} unit={unit} />,
    },
  ];
  return columns.filter(({ empty }) => empty !== true);
}
