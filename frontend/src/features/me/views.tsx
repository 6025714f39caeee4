import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { Views } from '@/ui/views';

const PAGES = [
  { to: '/$organization/me', word: 'you' },
  { to: '/$organization/me/security', word: 'security' },
] as const;

/** The pages about oneself. */
export function MeViews({ current }: { readonly current: (typeof PAGES)[number]['word'] }) {
  const { t } = useTranslation('me');
  const { slug: organization } = useOrganization();
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
