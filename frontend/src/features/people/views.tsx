import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Views } from '@/ui/views';

const PAGES = [
  { to: '/$organization/people', word: 'members' },
  { to: '/$organization/people/invitations', word: 'invitations' },
] as const;

/** Who is in, and who may come; to those who may only look there is one list. */
export function PeopleViews({ current }: { readonly current: (typeof PAGES)[number]['word'] }) {
  const { t } = useTranslation('people');
  const { slug: organization } = useOrganization();
  const can = useCan();
  if (!can('members:manage')) return null;
  return (
    <Views label={t('title')}>
      {PAGES.map(({ to, word }) => (
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
