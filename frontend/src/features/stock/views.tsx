import { createSavedView, deleteSavedView, type SavedViewRead } from '@quartermaster/api-client';
import { listSavedViewsOptions } from '@quartermaster/api-client/query';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Button, Checkbox, IconButton, ProblemStrip, TextField } from '@/ui';
import { Views } from '@/ui/views';
import { isNarrowed, type StockSearch } from './search';
import { parsedView, printedView, sameView, soon } from './view-text';

const Dialog = lazy(() => import('@/ui/dialog').then((it) => ({ default: it.Dialog })));

/** The list's views: two that everybody has, those saved, and a way to save this one. */
export function StockViews({ search }: { readonly search: StockSearch }) {
  const { t } = useTranslation('stock');
  const { slug } = useOrganization();
  const [saving, setSaving] = useState(false);
  const { data } = useQuery(
    listSavedViewsOptions({ path: { organization: slug }, query: { screen: 'stock', limit: 200 } }),
  );
  const saved = (data?.items ?? []).map((view) => ({ view, search: parsedView(view.search) }));
  const known = [{}, { expires_before: soon() }, ...saved.map((one) => one.search)];
  const current = known.findIndex((one) => sameView(one, search));
  return (
    <Views label={t('views')}>
      <ViewLink search={{}} current={current === 0}>
        {t('allStock')}
      </ViewLink>
      <ViewLink search={{ expires_before: soon() }} current={current === 1}>
        {t('expiresSoon')}
      </ViewLink>
      {saved.map(({ view, search: its }, index) => (
        <ViewLink key={view.id} search={its} current={current === index + 2}>
          {view.name}
        </ViewLink>
      ))}
      {current >= 2 && <DeleteView view={saved[current - 2]?.view} />}
      {current === -1 && isNarrowed(search) && (
        <button type="button" onClick={() => setSaving(true)}>
          <IconBookmark size={16} aria-hidden />
          {t('saveView')}
        </button>
      )}
      {saving && (
        <Suspense>
          <Dialog title={t('saveView')} opened onClose={() => setSaving(false)}>
            <SaveView search={search} onDone={() => setSaving(false)} />
          </Dialog>
        </Suspense>
      )}
    </Views>
  );
}

interface ViewLinkProps {
  readonly search: StockSearch;
  readonly current: boolean;
  readonly children: React.ReactNode;
}

function ViewLink({ search, current, children }: ViewLinkProps) {
  const { slug } = useOrganization();
  return (
    <Link
      to="/$organization/stock"
      params={{ organization: slug }}
      search={search}
      data-current={current || undefined}
      aria-current={current ? 'true' : undefined}
      activeProps={{}}
    >
      {children}
    </Link>
  );
}

function SaveView({
  search,
  onDone,
}: {
  readonly search: StockSearch;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('stock');
  const can = useCan();
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [key] = useState(newKey);
  const { form, submit, fault, rest, problem, pending } = useSubmit(async () => {
    await createSavedView({
      path: { organization: slug },
      body: { name, screen: 'stock', search: printedView(search), shared },
      headers: once(key),
      throwOnError: true,
    });
    await invalidate('saved-views');
  });
  return (
    <form
      ref={form}
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (await submit()) onDone();
      }}
    >
      {problem && <ProblemStrip error={problem} rest={rest} />}
      <TextField
        name="name"
        label={t('viewName')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault('name')}
        data-autofocus
      />
      {can('views:share') && (
        <Checkbox
          label={t('shareView')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      <Button type="submit" loading={pending}>
        {t('saveView')}
      </Button>
    </form>
  );
}

function DeleteView({ view }: { readonly view: SavedViewRead | undefined }) {
  const { t } = useTranslation('stock');
  const { slug } = useOrganization();
  const can = useCan();
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  if (!view || (view.shared && !can('views:share'))) return null;
  const remove = async () => {
    await deleteSavedView({
      path: { organization: slug, view_id: view.id },
      throwOnError: true,
    });
    await invalidate('saved-views');
    await navigate({ to: '/$organization/stock', params: { organization: slug } });
  };
  return (
    <IconButton label={t('deleteView', { name: view.name })} onClick={() => void remove()}>
      <IconTrash size={16} />
    </IconButton>
  );
}
