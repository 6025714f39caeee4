import { useTranslation } from 'react-i18next';
import { PageViews } from '@/ui/page-views';

/** The pages about oneself. */
export function MeViews({ current }: { readonly current: 'you' | 'security' }) {
  const { t } = useTranslation('me');
  const pages = [
    { to: '/$organization/me', name: t('pages.you') },
    { to: '/$organization/me/security', name: t('pages.security') },
  ] as const;
  return <PageViews label={t('title')} pages={pages} current={t(`pages.${current}`)} />;
}
