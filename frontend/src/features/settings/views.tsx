import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/routes/organization';
import { PageViews } from '@/ui/page-views';

/** The pages of the settings, as far as the role has them. */
export function SettingsViews({ current }: { readonly current: 'organization' | 'keys' }) {
  const { t } = useTranslation('settings');
  const can = useCan();
  const pages = [
    { to: '/$organization/settings', name: t('pages.organization'), may: 'organization:read' },
    { to: '/$organization/settings/keys', name: t('pages.keys'), may: 'api_keys:manage' },
  ] as const;
  return (
    <PageViews
      label={t('title')}
      pages={pages.filter(({ may }) => can(may))}
      current={t(`pages.${current}`)}
    />
  );
}
