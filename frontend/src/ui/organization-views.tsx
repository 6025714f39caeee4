import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Views } from './views';

const PAGES = [
  { to: '/$organization/people', word: 'members', needs: 'members:read' },
  { to: '/$organization/settings', word: 'settings', needs: 'organization:read' },
  { to: '/$organization/activity', word: 'activity', needs: 'activity:read' },
] as const;

/** The pages about the organization itself; those that a role may not see are not offered. */
export function OrganizationViews() {
  const { t } = useTranslation('people');
  const { slug } = useOrganization();
  const can = useCan();
  return (
    <Views label={t('about')}>
      {PAGES.filter(({ needs }) => can(needs)).map(({ to, word }) => (
        <Link
          key={to}
          to={to}
          params={{ organization: slug }}
          activeOptions={{ includeSearch: false }}
          activeProps={{ 'aria-current': 'page', 'data-current': true }}
        >
          {t(`views.${word}`)}
        </Link>
      ))}
    </Views>
  );
}
