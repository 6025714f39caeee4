import {
  archiveLocation,
  deleteLocation,
  type LocationRead,
  restoreLocation,
} from '@quartermaster/api-client';
import {
  IconArchive,
  IconArrowBackUp,
  IconDots,
  IconFolderSymlink,
  IconPencil,
  IconPlus,
  IconPrinter,
  IconTrash,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { arrived } from '@/shared/arrived';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, IconButton, ProblemStrip } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Menu } from '@/ui/menu';

const NewPlace = lazy(() =>
  arrived(import('./new-place')).then((loaded) => ({ default: loaded.NewPlace })),
);
const EditPlace = lazy(() =>
  arrived(import('./edit-place')).then((loaded) => ({ default: loaded.EditPlace })),
);
const MovePlace = lazy(() =>
  arrived(import('./move')).then((loaded) => ({ default: loaded.MovePlace })),
);

interface PlaceActionsProps {
  readonly place: LocationRead;
  /** How many places stand in it, once that is known. */
  readonly inside: { readonly count: number } | null;
}

type Open = 'add' | 'edit' | 'move' | 'archive' | 'delete';

export function PlaceActions({ place, inside }: PlaceActionsProps) {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const can = useCan();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const archived = place.archived_at !== null;
  const path = { organization: slug, location_id: place.id };
  const restore = useSubmit(async () => {
    await restoreLocation({ path, throwOnError: true });
    await invalidate('locations', 'stock');
  });
  const archive = async () => {
    await archiveLocation({ path, throwOnError: true });
    await invalidate('locations', 'stock');
    toast(t('archivedDone', { name: place.name }), {
      label: t('restore'),
      run: () => void restore.submit(),
    });
  };
  const remove = async () => {
    await deleteLocation({ path, throwOnError: true });
    await navigate(
      place.parent_id === null
        ? { to: '/$organization/locations', params: { organization: slug } }
        : {
            to: '/$organization/locations/$location',
            params: { organization: slug, location: place.parent_id },
          },
    );
    toast(t('deletedDone', { name: place.name }));
    await invalidate('locations');
  };
  const print = (
    <IconButton label={t('print')} onClick={() => globalThis.print()}>
      <IconPrinter size={18} />
    </IconButton>
  );
  if (!can('locations:write')) return print;
  return (
    <>
      {restore.problem && <ProblemStrip error={restore.problem} />}
      {archived ? (
        <Button
          leftSection={<IconArrowBackUp size={16} />}
          loading={restore.pending}
          onClick={() => void restore.submit()}
        >
          {t('restore')}
        </Button>
      ) : (
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('add')}>
          {t('addBelow')}
        </Button>
      )}
      <span className="wide-only">{print}</span>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconButton label={t('more')}>
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
            {t('edit')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderSymlink size={16} />} onClick={() => setOpen('move')}>
            {t('move')}
          </Menu.Item>
          <Menu.Divider />
          {!archived && (
            <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => setOpen('archive')}>
              {t('archive')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setOpen('delete')}>
            {t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {open === 'add' && <NewPlace parent={place} onClose={close} />}
        {open === 'edit' && <EditPlace place={place} onClose={close} />}
        {open === 'move' && <MovePlace place={place} onClose={close} />}
      </Suspense>
      {open === 'archive' && (
        <Confirm
          title={t('archiveTitle', { name: place.name })}
          confirm={t('archive')}
          opened
          send={archive}
          onClose={close}
          help={({ code }) =>
            code === 'location_not_empty' && (
              <Link
                to="/$organization/locations/$location"
                params={{ organization: slug, location: place.id }}
                onClick={close}
              >
                {t('seeHeld')}
              </Link>
            )
          }
        >
          {inside && inside.count > 0
            ? t('archiveWithInside', { count: inside.count })
            : t('archiveHint')}
        </Confirm>
      )}
      {open === 'delete' && (
        <Confirm
          title={t('deleteTitle', { name: place.name })}
          confirm={t('delete')}
          opened
          send={remove}
          onClose={close}
          help={() => <p>{t('deleteRefused')}</p>}
        >
          {t('deleteHint')}
        </Confirm>
      )}
    </>
  );
}
