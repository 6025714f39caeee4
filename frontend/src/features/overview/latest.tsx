import { listMovementsOptions } from '@quartermaster/api-client/query';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { Card, ProblemStrip, Quantity, Time } from '@/ui';
import classes from './lines.module.css';

const SHOWN = 8;

/** What was moved last. */
export function Latest() {
  const { t } = useTranslation('overview');
  const { slug } = useOrganization();
  const { data, error, refetch } = useQuery(
    listMovementsOptions({ path: { organization: slug }, query: { limit: SHOWN } }),
  );
  return (
    <Card
      title={t('latest')}
      actions={
        <Link to="/$organization/movements" params={{ organization: slug }}>
          {t('allMovements')}
        </Link>
      }
    >
      {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className={classes.quiet}>{t('nothingMoved')}</p>}
      <ul className={classes.lines}>
        {data?.items.map((movement) => (
          <li key={movement.id}>
            <Link
              to="/$organization/movements/$posting"
              params={{ organization: slug, posting: movement.posting_id }}
              className={classes.movement}
            >
              <b>{movement.item_name}</b>
              <Quantity value={movement.quantity} unit={movement.unit} />
              <span className={classes.way}>
                {t(`kinds.${movement.kind}`)} · {movement.from_location}{' '}
                <IconArrowRight size={13} aria-label={t('to')} /> {movement.to_location}
              </span>
              <span className={classes.right}>
                <Time at={movement.created_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
