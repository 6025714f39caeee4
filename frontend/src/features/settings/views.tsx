import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Views } from '@/ui/views';

const PAGES = [
  { to: '/$organization/settings', word: 'organization', may: 'organization:read' },
  { to: '/$organization/settings/keys', word: 'keys', may: 'api_keys:manage' },
] as const;

/** The pages of the settings, as far as the role has them. */
export function SettingsViews({ current }: { readonly current: (typeof PAGES)[number]['word'] }) {
  const { t } = useTranslation('settings');
  const { slug: organization } = useOrganization();
  const can = useCan();
  return (
    <Views label={t('title')}>
      {PAGES.filter(({ may }) => can(may)).map(({ to, word }) => (
        <Link
          key={word}
          to={to}
          params={{ organization }}
          data-current={word === current || undefined}
          activeOptions={{ exact: true }}
          activeProps={{}}
        >
          {t(`pages.${word}`)}
        </Link>
      ))}
    </Views>
  );
}
