import { type ItemWithStock, type MovementRead, reverseMovement } from '@quartermaster/api-client';
import { listMovementsInfiniteOptions } from '@quartermaster/api-client/query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { asText, compare } from '@/shared/format/quantity';
import { useNames } from '@/shared/lookups/members';
import { useVirtualPlaces } from '@/shared/lookups/virtual-places';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Card, GhostButton, Nothing, Plate, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Flow } from '@/ui/flow';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { HistoryPlot } from './history-plot';
import classes from './item.module.css';
import { effect, history, reversedAmong } from './ledger';

/** A movement that somebody is about to reverse; the key is that of this one act. */
interface Reversing {
  readonly movement: MovementRead;
  readonly key: string;
}

/** Everything that ever happened to it, newest first. Nothing is taken out; it is reversed. */
export function Ledger({ item }: { readonly item: ItemWithStock }) {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const virtual = useVirtualPlaces();
  const list = useRows(
    listMovementsInfiniteOptions({
      path: { organization },
      query: { item_id: item.id, sort: '-created_at', limit: 100 },
    }),
  );
  const [reversing, setReversing] = useState<Reversing | null>(null);
  const reversed = useMemo(() => reversedAmong(list.rows), [list.rows]);
  const whole = !list.waiting && !list.above.more && !list.below.more;
  const points = useMemo(
    () => (whole && virtual ? history(list.rows, virtual, item.on_hand) : null),
    [whole, virtual, list.rows, item.on_hand],
  );
  const columns = useLedgerColumns({
    item,
    virtual,
    reversed,
    lots: list.rows.some(({ lot }) => lot !== ''),
    onReverse: (movement) => setReversing({ movement, key: newKey() }),
  });

  const reverse = async (reason: string) => {
    if (!reversing) return;
    await reverseMovement({
      path: { organization, movement_id: reversing.movement.id },
      body: { reason },
      headers: once(reversing.key),
      throwOnError: true,
    });
    await invalidate('stock');
    toast(t('reversedToast'));
  };
  return (
    <Card title={t('ledger')}>
      {points && <HistoryPlot points={points} unit={item.unit} minimum={item.min_level} />}
      {list.error && <ProblemStrip error={list.error} retry={list.retry} />}
      {list.waiting && !list.error && <p className={classes.quiet}>{common('loading')}</p>}
      {!list.waiting && list.rows.length === 0 && (
        <p className={classes.quiet}>{t('noMovements')}</p>
      )}
      {list.rows.length > 0 && (
        <PlainTable
          label={t('ledger')}
          columns={columns}
          rows={list.rows}
          rowKey={({ id }) => id}
          muted={({ id }) => reversed.has(id)}
        />
      )}
      {list.above.more && (
        <Button variant="default" className={classes.older ?? ''} onClick={list.above.load}>
          {t('newer')}
        </Button>
      )}
      {list.below.more && (
        <Button variant="default" className={classes.older ?? ''} onClick={list.below.load}>
          {t('older')}
        </Button>
      )}
      <Confirm
        title={t('reverseTitle')}
        confirm={t('reverse')}
        opened={reversing !== null}
        onClose={() => setReversing(null)}
        reason={{ label: t('reason') }}
        send={reverse}
      >
        {reversing && (
          <>
            <p>{t('reverseHint')}</p>
            <Flow from={reversing.movement.to_location} to={reversing.movement.from_location} />
          </>
        )}
      </Confirm>
    </Card>
  );
}

interface LedgerColumns {
  readonly item: ItemWithStock;
  readonly virtual: ReadonlySet<string> | null;
  readonly reversed: ReadonlySet<string>;
  /** Whether any of it was in a lot. */
  readonly lots: boolean;
  readonly onReverse: (movement: MovementRead) => void;
}

function useLedgerColumns({
  item,
  virtual,
  reversed,
  lots,
  onReverse,
}: LedgerColumns): readonly PlainColumn<MovementRead>[] {
  const { t } = useTranslation('items');
  const { t: words } = useTranslation('movements');
  const { slug: organization } = useOrganization();
  const may = useCan()('stock:reverse') && item.archived_at === null;
  const nameOf = useNames();
  const columns: PlainColumn<MovementRead>[] = [
    {
      id: 'what',
      header: t('what'),
      cell: ({ kind, id }) => (
        <span className={classes.what}>
          {words(`kinds.${kind}`)}
          {reversed.has(id) && <span className={classes.reversed}>{t('reversed')}</span>}
        </span>
      ),
    },
    {
      id: 'flow',
      header: t('fromTo'),
      cell: ({ from_location, to_location }) => <Flow from={from_location} to={to_location} />,
    },
    ...(lots
      ? [
          {
            id: 'lot',
            header: t('lot'),
            cell: ({ lot }: MovementRead) => (lot === '' ? <Nothing /> : <Plate>{lot}</Plate>),
          },
        ]
      : []),
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'right',
      cell: (movement) => (
        <Signed movement={movement} change={virtual && effect(movement, virtual)} />
      ),
    },
    {
      id: 'why',
      header: t('why'),
      cell: ({ posting_id, reference, reason }) => (
        <span className={classes.note}>
          <Link
            to="/$organization/movements/$posting"
            params={{ organization, posting: posting_id }}
          >
            {reference || t('receipt')}
          </Link>
          {reason}
        </span>
      ),
    },
    {
      id: 'who',
      header: t('who'),
      cell: ({ actor_id }) => nameOf(actor_id) ?? <Nothing />,
    },
    {
      id: 'when',
      header: t('when'),
      align: 'right',
      cell: ({ created_at }) => <Time at={created_at} />,
    },
  ];
  if (!may) return columns;
  return [
    ...columns,
    {
      id: 'reverse',
      header: t('reverse'),
      hidden: true,
      align: 'right',
      cell: (movement) =>
        movement.kind === 'reverse' || reversed.has(movement.id) ? null : (
          <GhostButton className="no-print" onClick={() => onReverse(movement)}>
            {t('reverse')}
          </GhostButton>
        ),
    },
  ];
}

interface SignedProps {
  readonly movement: MovementRead;
  /** Null while it is not known which places hold nothing. */
  readonly change: string | null;
}

/** With its sign where it changes what there is; a move within the house has none. */
function Signed({ movement: { quantity, unit }, change }: SignedProps) {
  const { i18n } = useTranslation();
  const sign = change === null ? 0 : compare(change, '0');
  const said = asText(quantity, i18n.language);
  return (
    <span>
      <b>
        {sign > 0 && '+'}
        {sign < 0 && '−'}
        {said}
      </b>{' '}
      {unit}
    </span>
  );
}
