import { getItemOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Button, EmptyState, Page, Pane, Plate, ProblemStrip, Tag } from '@/ui';
import { Actions } from './actions';
import { Balances } from './balances';
import { EditItem } from './edit-item';
import { ItemFacts } from './item-facts';
import { ItemMenu } from './item-menu';
import { Ledger } from './ledger-card';
import { Lots } from './lots';

const route = getRouteApi('/$organization/items/$item');

export function ItemPage() {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const { item: item_id } = route.useParams();
  const { edit } = route.useSearch();
  const may = useCan()('catalog:write');
  const navigate = useNavigate({ from: '/$organization/items/$item' });
  const query = useQuery(getItemOptions({ path: { organization, item_id } }));
  const item = query.data;
  const back = (
    <Link to="/$organization/items" params={{ organization }}>
      {t('backToList')}
    </Link>
  );

  if (query.error && !item) {
    // an id that cannot be one is answered like one that is not there
    const gone = [404, 422].includes(Problem.of(query.error).status);
    return (
      <Page title={t('item')}>
        {gone ? (
          <EmptyState fact={t('gone')} hint={t('goneHint')} action={back} />
        ) : (
          <ProblemStrip error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  if (!item) return <Page title={t('item')}>{common('loading')}</Page>;
  const editing = edit === true && may;
  const stopEditing = () =>
    void navigate({ search: ({ edit: _, ...rest }) => rest, replace: true });
  return (
    <Page
      title={item.name}
      subtitle={
        <>
          {item.sku !== null && <Plate>{item.sku}</Plate>}
          {item.archived_at !== null && <Tag state="service">{t('archived')}</Tag>}
        </>
      }
      actions={
        may &&
        !editing && (
          <>
            <Button
              variant="default"
              onClick={() => void navigate({ search: (now) => ({ ...now, edit: true }) })}
            >
              {common('edit')}
            </Button>
            <ItemMenu item={item} />
          </>
        )
      }
    >
      <Pane>
        {editing ? <EditItem item={item} onDone={stopEditing} /> : <ItemFacts item={item} />}
        <Actions item={item} />
        <Balances item={item} />
        <Ledger item={item} />
        <Lots item={item} />
      </Pane>
    </Page>
  );
}
