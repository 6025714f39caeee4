import { deleteCategory } from '@quartermaster/api-client';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CategoryBranch, useCategories } from '@/shared/lookups/categories';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, EmptyState, IconButton, Page, Pane, Plate, ProblemStrip } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Dialog } from '@/ui/dialog';
import { LinkButton } from '@/ui/link-button';
import { Menu } from '@/ui/menu';
import classes from './categories.module.css';
import { EditCategory, NewCategory } from './category-forms';

/** What somebody is about to do, and to which category. */
type Act =
  | { readonly kind: 'new'; readonly under: CategoryBranch | null }
  | { readonly kind: 'edit' | 'delete'; readonly branch: CategoryBranch };

export function CategoryTree() {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const may = useCan()('catalog:write');
  const invalidate = useInvalidate();
  const { branches, waiting, error, retry } = useCategories();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  const add = may && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setAct({ kind: 'new', under: null })}
    >
      {t('addCategory')}
    </Button>
  );
  const remove = async ({ row: { id, name } }: CategoryBranch) => {
    await deleteCategory({ path: { organization, category_id: id }, throwOnError: true });
    await invalidate('categories');
    toast(t('deletedToast', { name }));
  };
  return (
    <Page
      title={t('categories')}
      actions={
        <>
          <LinkButton to="/$organization/items" params={{ organization }}>
            {t('title')}
          </LinkButton>
          {branches.length > 0 && add}
        </>
      }
    >
      {error && <ProblemStrip error={error} retry={retry} />}
      {waiting && !error && <Pane>{common('loading')}</Pane>}
      {!waiting && branches.length === 0 && (
        <EmptyState fact={t('noCategories')} hint={t('noCategoriesHint')} action={add} />
      )}
      {branches.length > 0 && (
        <Pane>
          <ul className={classes.tree} aria-label={t('categories')}>
            {branches.map((branch) => (
              <li key={branch.row.id} style={{ paddingInlineStart: (branch.path.length - 1) * 20 }}>
                <Link
                  to="/$organization/items"
                  params={{ organization }}
                  search={{ category_id: branch.row.id }}
                >
                  {branch.path.length > 1 && (
                    <span className="vh">{branch.path.slice(0, -1).join(' › ')} › </span>
                  )}
                  {branch.row.name}
                </Link>
                {branch.row.code !== null && <Plate>{branch.row.code}</Plate>}
                {may && <CategoryMenu branch={branch} onAct={setAct} />}
              </li>
            ))}
          </ul>
        </Pane>
      )}
      <Dialog
        title={
          act?.kind === 'edit' ? t('editCategory', { name: act.branch.row.name }) : t('addCategory')
        }
        opened={act?.kind === 'new' || act?.kind === 'edit'}
        onClose={close}
      >
        {act?.kind === 'new' && <NewCategory under={act.under} onDone={close} />}
        {act?.kind === 'edit' && <EditCategory branch={act.branch} onDone={close} />}
      </Dialog>
      <Confirm
        title={act?.kind === 'delete' ? t('deleteTitle', { name: act.branch.row.name }) : ''}
        confirm={common('delete')}
        opened={act?.kind === 'delete'}
        onClose={close}
        send={async () => {
          if (act?.kind === 'delete') await remove(act.branch);
        }}
      >
        {t('deleteCategoryHint')}
      </Confirm>
    </Page>
  );
}

interface CategoryMenuProps {
  readonly branch: CategoryBranch;
  readonly onAct: (act: Act) => void;
}

function CategoryMenu({ branch, onAct }: CategoryMenuProps) {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  return (
    <span className={classes.menu}>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconButton label={t('categoryMenu', { name: branch.row.name })}>
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAct({ kind: 'edit', branch })}>{t('renameOrMove')}</Menu.Item>
          <Menu.Item onClick={() => onAct({ kind: 'new', under: branch })}>
            {t('addBelow')}
          </Menu.Item>
          <Menu.Item onClick={() => onAct({ kind: 'delete', branch })}>
            {common('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
