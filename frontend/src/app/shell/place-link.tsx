import type { Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import type { PLACES, WORKSHOP } from './navigation';

type Place = (typeof PLACES)[number] | (typeof WORKSHOP)[number];

interface PlaceLinkProps {
  readonly place: Pick<Place, 'to' | 'word'> & { readonly icon: Icon };
  readonly size: number;
  readonly className?: string | undefined;
}

export function PlaceLink({ place: { to, word, icon: Sign }, size, className }: PlaceLinkProps) {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  return (
    <Link
      to={to}
      params={{ organization: slug }}
      className={className}
      activeOptions={{ exact: word === 'overview', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Sign size={size} stroke={1.75} aria-hidden />
      {t(`places.${word}`)}
    </Link>
  );
}
