import { listUnitsOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { useOrganization } from '@/shared/routes/organization';
import { Choice } from '@/ui';

/** What it is counted in: the built-in units and the organization's own. */
export function UnitField(props: Omit<ComponentProps<typeof Choice>, 'data'>) {
  const { slug } = useOrganization();
  const { data } = useQuery({
    ...listUnitsOptions({ path: { organization: slug } }),
    staleTime: 300_000,
  });
  const units = (data?.items ?? []).map(({ code, name }) => ({
    value: code,
    label: code === name ? code : `${code} · ${name}`,
  }));
  const present = String(props.value ?? '');
  const known = units.some(({ value }) => value === present);
  return <Choice {...props} data={known ? units : [present, ...units]} />;
}
