import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetDrafts } from '@/shared/draft/draft';
import { organizationsOptions, useCan, useOrganization } from '@/shared/routes/organization';
import { Menu } from '@/ui/menu';
import { PLACES, WORKSHOP } from './navigation';

const TABS: readonly string[] = ['overview', 'stock', 'locations'];

/** What has no tab of its own on a phone. */
export function MoreMenu({ children }: { readonly children: ReactElement }) {
  const { t } = useTranslation('shell');
  const can = useCan();
  const navigate = useNavigate();
  const { slug } = useOrganization();
  const { data } = useQuery(organizationsOptions());
  const others = (data?.items ?? []).filter((one) => one.slug !== slug);
  const places = [
    ...PLACES.filter(({ word }) => !TABS.includes(word)),
    ...WORKSHOP.filter(({ may }) => can(may)),
  ];
  const enter = (organization: string) => {
    forgetDrafts();
    void navigate({ to: '/$organization', params: { organization } });
  };
  return (
    <Menu position="top-end" width={240}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {places.map(({ to, word, icon: Icon }) => (
          <Menu.Item
            key={word}
            leftSection={<Icon size={18} />}
            onClick={() => navigate({ to, params: { organization: slug } })}
          >
            {t(`places.${word}`)}
          </Menu.Item>
        ))}
        {others.length > 0 && <Menu.Label>{t('switchOrganization')}</Menu.Label>}
        {others.map((one) => (
          <Menu.Item key={one.slug} onClick={() => enter(one.slug)}>
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
