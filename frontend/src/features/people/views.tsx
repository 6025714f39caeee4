import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/routes/organization';
import { PageViews } from '@/ui/page-views';

/** Who is in, and who may come; to those who may only look there is one list. */
export function PeopleViews({ current }: { readonly current: 'members' | 'invitations' }) {
  const { t } = useTranslation('people');
  const can = useCan();
  if (!can('members:manage')) return null;
  const pages = [
    { to: '/$organization/people', name: t('pages.members') },
    { to: '/$organization/people/invitations', name: t('pages.invitations') },
  ] as const;
  return <PageViews label={t('title')} pages={pages} current={t(`pages.${current}`)} />;
}
