import { Link } from '@tanstack/react-router';
import { useOrganization } from '@/shared/routes/organization';
import { Views } from './views';

type Address =
  | '/$organization/me'
  | '/$organization/me/security'
  | '/$organization/people'
  | '/$organization/people/invitations'
  | '/$organization/settings'
  | '/$organization/settings/keys';

interface PageViewsProps {
  readonly label: string;
  readonly pages: readonly { readonly to: Address; readonly name: string }[];
  /** The name of the page that this is. */
  readonly current: string;
}

/** The pages of one part of the organization by name, the current one underlined. */
export function PageViews({ label, pages, current }: PageViewsProps) {
  const { slug: organization } = useOrganization();
  return (
    <Views label={label}>
      {pages.map(({ to, name }) => (
        <Link
          key={name}
          to={to}
          params={{ organization }}
          data-current={name === current || undefined}
          activeOptions={{ exact: true }}
          activeProps={{}}
        >
          {name}
        </Link>
      ))}
    </Views>
  );
}
