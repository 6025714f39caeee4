import {
  type InvitationMade,
  type InvitationRead,
  resendInvitation,
  revokeInvitation,
} from '@quartermaster/api-client';
import { listInvitationsInfiniteOptions } from '@quartermaster/api-client/query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, EmptyState, GhostButton, Page, Pane, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { InviteButton } from './invite-button';
import { Links } from './links';
import { PeopleViews } from './views';

/** Who was invited, as what, and what became of it. */
export function Invitations() {
  const { t } = useTranslation('people');
  const can = useCan();
  return (
    <Page title={t('title')} actions={<InviteButton />}>
      <PeopleViews current="invitations" />
      <Pane>{can('members:manage') ? <List /> : <p>{t('invitations.notYours')}</p>}</Pane>
    </Page>
  );
}

function List() {
  const { t } = useTranslation('people');
  const { t: tCommon } = useTranslation();
  const { slug } = useOrganization();
  const [ending, setEnding] = useState<InvitationRead>();
  const [renewed, setRenewed] = useState<InvitationMade>();
  const list = useRows(
    listInvitationsInfiniteOptions({ path: { organization: slug }, query: { limit: 50 } }),
  );
  const columns = useColumns(setEnding, setRenewed);
  if (list.error && list.rows.length === 0) {
    return <ProblemStrip error={list.error} retry={list.retry} />;
  }
  if (list.waiting) return <p>{tCommon('loading')}</p>;
  if (list.rows.length === 0) return <EmptyState fact={t('invitations.none')} />;
  return (
    <>
      <PlainTable
        label={t('pages.invitations')}
        columns={columns}
        rows={list.rows}
        rowKey={({ id }) => id}
        muted={({ state }) => state !== 'open'}
      />
      {list.below.more && (
        <div>
          <Button variant="default" onClick={list.below.load}>
            {tCommon('more')}
          </Button>
        </div>
      )}
      {ending && <Revoke invitation={ending} onClose={() => setEnding(undefined)} />}
      {renewed && <Links made={[renewed]} onClose={() => setRenewed(undefined)} />}
    </>
  );
}

function useColumns(
  onEnd: (invitation: InvitationRead) => void,
  onRenewed: (made: InvitationMade) => void,
): readonly PlainColumn<InvitationRead>[] {
  const { t } = useTranslation('people');
  return useMemo(
    () => [
      {
        id: 'whom',
        header: t('invitations.whom'),
        cell: ({ email }) => email ?? t('links.anybody'),
      },
      { id: 'role', header: t('role'), cell: ({ role }) => t(`roles.${role}`) },
      { id: 'state', header: t('invitations.state'), cell: ({ state }) => t(`states.${state}`) },
      {
        id: 'until',
        header: t('invitations.until'),
        cell: ({ expires_at }) => <Time at={expires_at} />,
      },
      {
        id: 'end',
        header: t('invitations.revoke'),
        hidden: true,
        align: 'right',
        cell: (row) =>
          (row.state === 'open' || row.state === 'expired') && (
            <>
              <Resend invitation={row} onRenewed={onRenewed} />
              <GhostButton onClick={() => onEnd(row)}>
                {t('invitations.revoke')}
                <span className="vh"> {row.email ?? t('links.anybody')}</span>
              </GhostButton>
            </>
          ),
      },
    ],
    [t, onEnd, onRenewed],
  );
}

interface ResendProps {
  readonly invitation: InvitationRead;
  readonly onRenewed: (made: InvitationMade) => void;
}

/** The link is another then, and the first one ends. */
function Resend({ invitation: { id, email }, onRenewed }: ResendProps) {
  const { t } = useTranslation('people');
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const { submit, pending, problem } = useSubmit(async () => {
    const path = { organization, invitation_id: id };
    onRenewed((await resendInvitation({ path, throwOnError: true })).data);
    await invalidate('invitations');
  });
  return (
    <>
      {problem && <ProblemStrip error={problem} />}
      <GhostButton disabled={pending} onClick={() => void submit()}>
        {t(email === null ? 'invitations.newLink' : 'invitations.resend')}
        <span className="vh"> {email ?? t('links.anybody')}</span>
      </GhostButton>
    </>
  );
}

interface RevokeProps {
  readonly invitation: InvitationRead;
  readonly onClose: () => void;
}

function Revoke({ invitation: { id, email }, onClose }: RevokeProps) {
  const { t } = useTranslation('people');
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const revoke = async () => {
    await revokeInvitation({ path: { organization, invitation_id: id }, throwOnError: true });
    toast(t('invitations.revokeDone'));
    await invalidate('invitations');
  };
  return (
    <Confirm
      title={t('invitations.revokeTitle', { name: email ?? t('links.anybody') })}
      confirm={t('invitations.revoke')}
      opened
      send={revoke}
      onClose={onClose}
    >
      {t('invitations.revokeHint')}
    </Confirm>
  );
}
