import type { MemberRead } from '@quartermaster/api-client';
import { getMeOptions, listMembersInfiniteOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { counted } from '@/shared/format/count';
import { useRows } from '@/shared/queries/use-rows';
import { useOrganization } from '@/shared/routes/organization';
import { EmptyState, Page, Time } from '@/ui';
import { type Column, DataList } from '@/ui/data-list/data-list';
import { InviteButton } from './invite-button';
import classes from './list.module.css';
import { PeopleViews } from './views';

const Member = lazy(() =>
  arrived(import('./member')).then((loaded) => ({ default: loaded.Member })),
);

/** Who is in the organization, and as what. */
export function MemberList() {
  const { t, i18n } = useTranslation('people');
  const { slug } = useOrganization();
  const [open, setOpen] = useState<string>();
  const [sort, setSort] = useState<'created_at' | '-created_at'>('created_at');
  const { data: me } = useQuery(getMeOptions());
  const list = useRows(
    listMembersInfiniteOptions({
      path: { organization: slug },
      query: { sort, limit: 100, count: 'true' },
    }),
  );
  const columns = useColumns(me?.id);
  const member = list.rows.find((row) => row.id === open);
  return (
    <Page
      title={t('title')}
      subtitle={
        list.total &&
        t('counted', { count: list.total.count, said: counted(list.total, i18n.language) })
      }
      actions={<InviteButton />}
    >
      <PeopleViews current="members" />
      <DataList
        label={t('title')}
        list={list}
        columns={columns}
        card={(row) => <MemberCard member={row} mine={row.user_id === me?.id} />}
        sort={sort}
        onSort={(wanted) => setSort(wanted === '-created_at' ? '-created_at' : 'created_at')}
        onOpen={(row) => setOpen(row.id)}
        empty={<EmptyState fact={t('nobody')} />}
      />
      {member && (
        <Suspense>
          <Member
            key={member.id}
            member={member}
            mine={member.user_id === me?.id}
            onClose={() => setOpen(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function useColumns(me: string | undefined): readonly Column<MemberRead>[] {
  const { t } = useTranslation('people');
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('person'),
        cell: (member) => <Person member={member} mine={member.user_id === me} />,
      },
      { id: 'role', header: t('role'), cell: ({ role }) => t(`roles.${role}`) },
      {
        id: 'means',
        header: t('means'),
        cell: ({ role }) => <span className={classes.means}>{t(`meanings.${role}`)}</span>,
      },
      {
        id: 'since',
        header: t('since'),
        align: 'right',
        sort: 'created_at',
        cell: ({ created_at }) => <Time at={created_at} />,
      },
    ],
    [t, me],
  );
}

interface PersonProps {
  readonly member: MemberRead;
  /** Whether it is the person who looks. */
  readonly mine: boolean;
}

function Person({ member: { full_name, email }, mine }: PersonProps) {
  const { t } = useTranslation('people');
  return (
    <span className={classes.person}>
      <b>
        {full_name || email}
        {mine && ` (${t('you')})`}
      </b>
      {full_name !== '' && <span>{email}</span>}
    </span>
  );
}

function MemberCard(props: PersonProps) {
  const { t } = useTranslation('people');
  return (
    <span className={classes.card}>
      <Person {...props} />
      <span className={classes.means}>{t(`roles.${props.member.role}`)}</span>
    </span>
  );
}
