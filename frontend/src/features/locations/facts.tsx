import type { LocationRead } from '@quartermaster/api-client';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { exactly } from '@/shared/format/time';
import { useOrganization } from '@/shared/routes/organization';
import { Path, Plate, Tag } from '@/ui';
import classes from './facts.module.css';
import { KindIcon } from './kind-icon';

/** What kind of place it is, its code, and where it stands. */
export function PlaceFacts({ place }: { readonly place: LocationRead }) {
  const { t, i18n } = useTranslation('locations');
  const { slug } = useOrganization();
  return (
    <div className={classes.facts}>
      {place.parent_id === null ? (
        <Link
          to="/$organization/locations"
          params={{ organization: slug }}
          className={`${classes.up} phone-only no-print`}
        >
          <IconChevronLeft size={16} aria-hidden />
          {t('title')}
        </Link>
      ) : (
        <Link
          to="/$organization/locations/$location"
          params={{ organization: slug, location: place.parent_id }}
          className={`${classes.up} no-print`}
        >
          <IconChevronLeft size={16} aria-hidden />
          <span className="vh">{t('up')}</span>
          <Path parts={place.path.slice(0, -1)} />
        </Link>
      )}
      <span className={classes.onPaper}>
        <Path parts={place.path} />
      </span>
      <span className={classes.kind}>
        <KindIcon kind={place.kind} />
        {t(`kinds.${place.kind}`)}
      </span>
      {place.code !== null && <Plate>{place.code}</Plate>}
      {place.archived_at !== null && <Tag state="service">{t('archived')}</Tag>}
      <span className={classes.onPaper}>{exactly(new Date().toISOString(), i18n.language)}</span>
      {place.notes !== '' && <p className={classes.notes}>{place.notes}</p>}
    </div>
  );
}
