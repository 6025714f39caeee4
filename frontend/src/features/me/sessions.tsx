import { revokeMySession, type SessionRead } from '@quartermaster/api-client';
import { listMySessionsOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { signOutEverywhere } from '@/shared/session/access';
import { useSignOut } from '@/shared/session/use-sign-out';
import { toast } from '@/shared/toasts';
import { Button, Card, GhostButton, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import classes from './me.module.css';

/** Where one is signed in, and the end of it. */
export function Sessions() {
  const { t } = useTranslation('me');
  const { data, error, refetch } = useQuery(listMySessionsOptions());
  const [leaving, setLeaving] = useState(false);
  const leave = useSignOut(signOutEverywhere);
  const columns = useColumns();
  return (
    <Card
      title={t('sessions')}
      actions={
        <Button variant="default" onClick={() => setLeaving(true)}>
          {t('signOutEverywhere')}
        </Button>
      }
    >
      {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      {data && (
        <PlainTable
          label={t('sessions')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.id}
        />
      )}
      <Confirm
        title={t('everywhereTitle')}
        confirm={t('signOutEverywhere')}
        opened={leaving}
        onClose={() => setLeaving(false)}
        send={leave}
      >
        {t('everywhereHint')}
      </Confirm>
    </Card>
  );
}

function useColumns(): readonly PlainColumn<SessionRead>[] {
  const { t } = useTranslation('me');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t('device'),
        cell: ({ device_name, user_agent, ip }) => (
          <span className={classes.device} title={user_agent}>
            <b>{device_name || user_agent || t('unknownDevice')}</b>
            <span className="mono">{ip}</span>
          </span>
        ),
      },
      { id: 'since', header: t('signedIn'), cell: (row) => <Time at={row.created_at} /> },
      { id: 'used', header: t('lastUsed'), cell: (row) => <Time at={row.last_used_at} /> },
      {
        id: 'end',
        header: t('endSession'),
        hidden: true,
        align: 'right',
        cell: (row) => (row.current ? t('thisDevice') : <EndSession session={row} />),
      },
    ],
    [t],
  );
}

function EndSession({ session }: { readonly session: SessionRead }) {
  const { t } = useTranslation('me');
  const invalidate = useInvalidate();
  const { submit, pending, problem } = useSubmit(async () => {
    await revokeMySession({ path: { session_id: session.id }, throwOnError: true });
    toast(t('sessionEnded'));
    await invalidate('me');
  });
  return (
    <>
      {problem && <ProblemStrip error={problem} />}
      <GhostButton disabled={pending} onClick={() => void submit()}>
        {t('endSession')}
        <span className="vh"> {session.device_name || session.user_agent}</span>
      </GhostButton>
    </>
  );
}
