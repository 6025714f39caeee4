import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Time } from '@/ui';
import classes from './closing.module.css';

/** Said on every page of an organization that is being deleted: it can be read, and no more. */
export function Closing() {
  const { t } = useTranslation('shell');
  const can = useCan();
  const { slug: organization, deletion_due_at: due } = useOrganization();
  if (due === null) return null;
  return (
    <p className={classes.closing}>
      {t('closing')} <Time at={due} />
      {can('organization:delete') && (
        <Link to="/$organization/settings" params={{ organization }}>
          {t('restore')}
        </Link>
      )}
    </p>
  );
}
