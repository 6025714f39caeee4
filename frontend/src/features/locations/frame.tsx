import { getLocationOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { usePhone } from '@/ui/use-phone';
import classes from './frame.module.css';
import { PlaceTree } from './place-tree';

/** The tree of places at the left, one of them at the right; on a phone one after the other. */
export function Frame() {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const phone = usePhone();
  const { location } = useParams({ strict: false });
  const { data } = useQuery({
    ...getLocationOptions({ path: { organization: slug, location_id: location ?? '' } }),
    enabled: location !== undefined,
  });
  return (
    <div className={classes.frame}>
      {!phone && (
        <nav className={`${classes.side} no-print`} aria-label={t('title')}>
          <PlaceTree key={slug} chosen={data} />
        </nav>
      )}
      <Outlet />
    </div>
  );
}
