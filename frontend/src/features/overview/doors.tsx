import { IconArrowBarToDown, IconEye, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { organizationsOptions, useCan, useOrganization } from '@/shared/routes/organization';
import { OVER } from '@/shared/sheet/opening';
import classes from './doors.module.css';

/** The organization that a demo server fills, by its slug. */
const DEMO = 'test-org';

/** Three ways in, until something has been moved. */
export function Doors() {
  const { t } = useTranslation('overview');
  const { slug } = useOrganization();
  const can = useCan();
  const { data } = useQuery(organizationsOptions());
  const demo = data?.items.find((one) => one.slug === DEMO && one.slug !== slug);
  if (!can('stock:receive')) return null;
  return (
    <section aria-labelledby="first" className={classes.doors}>
      <h2 id="first">{t('nothingYet')}</h2>
      <ul>
        <li>
          <Link
            to="/$organization"
            params={{ organization: slug }}
            search={{ do: 'receive' }}
            state={OVER}
          >
            <IconArrowBarToDown size={22} stroke={1.75} aria-hidden />
            <b>{t('receiveFirst')}</b>
            <span>{t('receiveFirstHint')}</span>
          </Link>
        </li>
        {can('imports:run') && (
          <li>
            <Link to="/$organization/imports" params={{ organization: slug }}>
              <IconFileImport size={22} stroke={1.75} aria-hidden />
              <b>{t('import')}</b>
              <span>{t('importHint')}</span>
            </Link>
          </li>
        )}
        {demo && (
          <li>
            <Link to="/$organization" params={{ organization: demo.slug }}>
              <IconEye size={22} stroke={1.75} aria-hidden />
              <b>{t('lookAround')}</b>
              <span>{t('lookAroundHint', { name: demo.name })}</span>
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}
