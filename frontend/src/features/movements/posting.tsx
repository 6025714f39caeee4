import { type MovementRead, type PostingRead, reversePosting } from '@quartermaster/api-client';
import { getPostingOptions } from '@quartermaster/api-client/query';
import { IconArrowBackUp, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { asText, sum } from '@/shared/format/quantity';
import { exactly } from '@/shared/format/time';
import { useNames } from '@/shared/lookups/members';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, EmptyState, Nothing, Page, Pane, ProblemStrip } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Fact, Facts } from '@/ui/facts';
import { PlainTable } from '@/ui/plain-table';
import classes from './movements.module.css';
import { useLineColumns } from './posting-columns';
import { quantitiesByUnit, useReversals } from './reversal';

const route = getRouteApi('/$organization/movements/$posting');

/** One sheet as it was posted: on the screen a receipt, on paper a delivery note. */
export function PostingPage() {
  const { t } = useTranslation('movements');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const { posting: posting_id } = route.useParams();
  const query = useQuery(getPostingOptions({ path: { organization, posting_id } }));
  const posting = query.data;
  if (query.error && !posting) {
    // an id that cannot be one is answered like one that is not there
    const gone = [404, 422].includes(Problem.of(query.error).status);
    const back = (
      <Link to="/$organization/movements" params={{ organization }}>
        {t('title')}
      </Link>
    );
    return (
      <Page title={t('receipt')}>
        {gone ? (
          <EmptyState fact={t('gone')} hint={t('goneHint')} action={back} />
        ) : (
          <ProblemStrip error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  if (!posting) return <Page title={t('receipt')}>{common('loading')}</Page>;
  return <Receipt posting={posting} />;
}

function Receipt({ posting }: { readonly posting: PostingRead }) {
  const { t, i18n } = useTranslation('movements');
  const { slug, name } = useOrganization();
  const reversed = useReversals(posting);
  const nameOf = useNames();
  const { movements } = posting;
  const columns = useLineColumns(posting, reversed);
  const sums = quantitiesByUnit(movements).map(
    ([unit, quantities]) => `${asText(sum(quantities), i18n.language)} ${unit}`,
  );
  const undone = movements.find(({ id }) => reversed.has(id));
  const undoneBy = undone && reversed.get(undone.id);
  return (
    <Page
      title={posting.reference || t('receipt')}
      subtitle={titleOf(movements, (kind) => t(`kinds.${kind}`))}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} stroke={1.75} aria-hidden />}
            onClick={() => print()}
          >
            {t('print')}
          </Button>
          <Undo posting={posting} done={undone !== undefined} />
        </>
      }
    >
      <Pane>
        {undoneBy !== undefined && (
          <p className={classes.quiet}>
            {movements.every(({ id }) => reversed.has(id)) ? t('undone') : t('partlyUndone')}{' '}
            <Link
              className={classes.links}
              to="/$organization/movements/$posting"
              params={{ organization: slug, posting: undoneBy }}
            >
              {t('toReversal')}
            </Link>
          </p>
        )}
        {posting.reverses_id !== null && (
          <p className={classes.quiet}>
            {t('isReversal')}{' '}
            <Link
              className={classes.links}
              to="/$organization/movements/$posting"
              params={{ organization: slug, posting: posting.reverses_id }}
            >
              {t('toReversed')}
            </Link>
          </p>
        )}
        <article className={classes.note} aria-label={t('receipt')}>
          <Facts>
            <Fact name={t('organization')}>{name}</Fact>
            <Fact name={t('reference')}>{posting.reference || <Nothing />}</Fact>
            <Fact name={t('who')}>{nameOf(posting.actor_id) ?? <Nothing />}</Fact>
            <Fact name={t('when')}>{exactly(posting.created_at, i18n.language)}</Fact>
            {posting.reason !== '' && <Fact name={t('reason')}>{posting.reason}</Fact>}
            <Fact name={t('number')}>
              <span className="mono">{posting.id}</span>
            </Fact>
          </Facts>
          <PlainTable
            label={t('lines')}
            columns={columns}
            rows={movements}
            rowKey={({ id }) => id}
            muted={({ id }) => reversed.has(id)}
          />
          <div className={classes.stub}>
            {t('lineCount', { count: movements.length })}
            <span>{sums.join(', ')}</span>
          </div>
          <div className={classes.signature} aria-hidden="true">
            <span>{t('handedOver')}</span>
            <span>{t('receivedBy')}</span>
          </div>
        </article>
      </Pane>
    </Page>
  );
}

/** What happened on it, if the same happened on all its lines. */
function titleOf(
  movements: readonly MovementRead[],
  said: (kind: MovementRead['kind']) => string,
): string {
  const kinds = [...new Set(movements.map(({ kind }) => kind))];
  return kinds.map(said).join(', ');
}

interface UndoProps {
  readonly posting: PostingRead;
  /** Some of it was reversed before: the whole cannot be any more. */
  readonly done: boolean;
}

function Undo({ posting, done }: UndoProps) {
  const { t } = useTranslation('movements');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const can = useCan();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const [key, setKey] = useState<string | null>(null);
  const isReversal = posting.movements.some(({ kind }) => kind === 'reverse');
  if (!can('stock:reverse') || isReversal) return null;
  const undo = async (reason: string) => {
    if (key === null) return;
    const { data } = await reversePosting({
      path: { organization, posting_id: posting.id },
      body: { reason },
      headers: once(key),
      throwOnError: true,
    });
    await invalidate('stock');
    toast(t('undoneToast'));
    await navigate({
      to: '/$organization/movements/$posting',
      params: { organization, posting: data.id },
    });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={18} stroke={1.75} aria-hidden />}
        disabled={done}
        title={done ? t('undone') : undefined}
        onClick={() => setKey(newKey())}
      >
        {common('undo')}
      </Button>
      <Confirm
        title={t('undoTitle')}
        confirm={t('undoAll', { count: posting.movements.length })}
        opened={key !== null}
        onClose={() => setKey(null)}
        reason={{ label: t('reason') }}
        send={undo}
      >
        {t('undoHint')}
      </Confirm>
    </>
  );
}
