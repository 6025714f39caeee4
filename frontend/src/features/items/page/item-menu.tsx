import { deleteItem, type ItemWithStock, updateItem } from '@quartermaster/api-client';
import { IconArchive, IconArchiveOff, IconDots, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, IconButton } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Menu } from '@/ui/menu';

type Asked = 'archive' | 'delete' | null;

/** What is done rarely: put away, bring back, delete. */
export function ItemMenu({ item }: { readonly item: ItemWithStock }) {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const [asked, setAsked] = useState<Asked>(null);
  const path = { organization, item_id: item.id };

  const archive = async (archived: boolean, version = item.version) => {
    const body = { archived, version };
    const { data } = await updateItem({ path, body, throwOnError: true });
    await invalidate('items', 'stock');
    toast(t(archived ? 'archivedToast' : 'restoredToast', { name: item.name }), {
      label: common('undo'),
      run: () => void archive(!archived, data.version),
    });
  };
  const remove = async () => {
    await deleteItem({ path, throwOnError: true });
    await invalidate('items');
    toast(t('deletedToast', { name: item.name }));
    await navigate({ to: '/$organization/items', params: { organization } });
  };
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconButton label={common('more')}>
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {item.archived_at === null ? (
            <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => setAsked('archive')}>
              {t('archive')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconArchiveOff size={16} />}
              onClick={() => void archive(false)}
            >
              {t('restore')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setAsked('delete')}>
            {common('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        title={t('archiveTitle', { name: item.name })}
        confirm={t('archive')}
        opened={asked === 'archive'}
        onClose={() => setAsked(null)}
        send={() => archive(true)}
      >
        {t('archiveHint')}
      </Confirm>
      <Confirm
        title={t('deleteTitle', { name: item.name })}
        confirm={common('delete')}
        opened={asked === 'delete'}
        onClose={() => setAsked(null)}
        send={remove}
        instead={(problem) =>
          problem.code === 'in_use' &&
          item.archived_at === null && (
            <Button onClick={() => setAsked('archive')}>{t('archiveInstead')}</Button>
          )
        }
      >
        {t('deleteHint')}
      </Confirm>
    </>
  );
}
