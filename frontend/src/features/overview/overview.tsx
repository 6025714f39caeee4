import { useOrganization } from '@/shared/routes/organization';
import { Page } from '@/ui';

export function Overview() {
  const organization = useOrganization();
  return <Page title={organization.name}>…</Page>;
}
