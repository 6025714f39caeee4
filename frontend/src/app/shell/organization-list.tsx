import type { OrganizationRead } from '@quartermaster/api-client';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetDrafts } from '@/shared/draft/draft';
import { Menu } from '@/ui/menu';

interface OrganizationListProps {
  readonly organizations: readonly OrganizationRead[];
  /** Slug of the one that is open. */
  readonly here: string;
  readonly children: ReactElement;
}

export function OrganizationList({ organizations, here, children }: OrganizationListProps) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const enter = (organization: string) => {
    if (organization === here) return;
    // nothing of one organization may be sent to another
    forgetDrafts();
    void navigate({ to: '/$organization', params: { organization } });
  };
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {organizations.map(({ slug, name }) => (
          <Menu.Item
            key={slug}
            onClick={() => enter(slug)}
            leftSection={slug === here ? <IconCheck size={16} /> : <span style={{ width: 16 }} />}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={16} />}
          onClick={() => navigate({ to: '/welcome' })}
        >
          {t('newOrganization')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
