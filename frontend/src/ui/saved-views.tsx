import {
  createSavedView,
  deleteSavedView,
  type SavedViewRead,
  type Screen,
} from '@quartermaster/api-client';
import { listSavedViewsOptions } from '@quartermaster/api-client/query';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { parsedView, printedView, sameView } from '@/shared/views/view-text';
import { Button, IconButton } from './button';
import { Dialog } from './dialog';
import { Checkbox, TextField } from './field';
import { ProblemStrip } from './problems';
import { Views } from './views';

interface SavedViewsProps<Search extends object> {
  /** The list, as the server calls it. */
  readonly screen: Screen;
  /** What the list shows now, without what belongs to the page around it. */
  readonly search: Search;
  /** The list's own reading of search parameters. */
  readonly read: (search: Record<string, unknown>) => Search;
  /** Views that everybody has. */
  readonly given: readonly { readonly title: string; readonly search: Search }[];
  readonly narrowed: boolean;
}

/** A list's views: those that everybody has, those saved, and a way to save this one. */
export function SavedViews<Search extends object>(props: SavedViewsProps<Search>) {
  const { screen, search, read, given, narrowed } = props;
  const { t } = useTranslation();
  const { slug } = useOrganization();
  const [saving, setSaving] = useState(false);
  const { data } = useQuery(
    listSavedViewsOptions({ path: { organization: slug }, query: { screen, limit: 200 } }),
  );
  const saved = (data?.items ?? []).map((view) => ({
    view,
    search: parsedView(view.search, read),
  }));
  const current = [...given, ...saved].findIndex((one) => sameView(one.search, search));
  return (
    <Views label={t('views.title')}>
      {given.map(({ title, search: its }, index) => (
        <ViewLink key={title} search={its} current={current === index}>
          {title}
        </ViewLink>
      ))}
      {saved.map(({ view, search: its }, index) => (
        <ViewLink key={view.id} search={its} current={current === given.length + index}>
          {view.name}
        </ViewLink>
      ))}
      <DeleteView view={saved[current - given.length]?.view} />
      {current === -1 && narrowed && (
        <button type="button" onClick={() => setSaving(true)}>
          <IconBookmark size={16} aria-hidden />
          {t('views.save')}
        </button>
      )}
      <Dialog title={t('views.save')} opened={saving} onClose={() => setSaving(false)}>
        <SaveView screen={screen} search={search} onDone={() => setSaving(false)} />
      </Dialog>
    </Views>
  );
}

interface ViewLinkProps {
  readonly search: object;
  readonly current: boolean;
  readonly children: ReactNode;
}

const ViewLink = ({ search, current, children }: ViewLinkProps) => (
  <Link
    to="."
    search={() => ({ ...search })}
    data-current={current || undefined}
    aria-current={current ? 'true' : undefined}
    activeProps={{}}
  >
    {children}
  </Link>
);

interface SaveViewProps {
  readonly screen: Screen;
  readonly search: object;
  readonly onDone: () => void;
}

function SaveView({ screen, search, onDone }: SaveViewProps) {
  const { t } = useTranslation();
  const can = useCan();
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [key] = useState(newKey);
  const { form, submit, fault, rest, problem, pending } = useSubmit(async () => {
    await createSavedView({
      path: { organization: slug },
      body: { name, screen, search: printedView(search), shared },
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
        label={t('views.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault('name')}
        data-autofocus
      />
      {can('views:share') && (
        <Checkbox
          label={t('views.share')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      <Button type="submit" loading={pending}>
        {t('views.save')}
      </Button>
    </form>
  );
}

function DeleteView({ view }: { readonly view: SavedViewRead | undefined }) {
  const { t } = useTranslation();
  const { slug } = useOrganization();
  const can = useCan();
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const { submit, pending, problem } = useSubmit(async () => {
    if (!view) return;
    await deleteSavedView({ path: { organization: slug, view_id: view.id }, throwOnError: true });
    await invalidate('saved-views');
    await navigate({ to: '.', search: () => ({}) });
  });
  if (!view || (view.shared && !can('views:share'))) return null;
  return (
    <>
      <IconButton
        label={t('views.delete', { name: view.name })}
        disabled={pending}
        onClick={() => void submit()}
      >
        <IconTrash size={16} />
      </IconButton>
      {problem && <ProblemStrip error={problem} retry={() => void submit()} />}
    </>
  );
}
