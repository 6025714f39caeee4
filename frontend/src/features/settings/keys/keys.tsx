import { type ApiKeyRead, revokeApiKey } from '@quartermaster/api-client';
import { listApiKeysInfiniteOptions } from '@quartermaster/api-client/query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, EmptyState, GhostButton, Nothing, Page, Pane, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { SettingsViews } from '../views';
import classes from './keys.module.css';
import { NewKey } from './new-key';
import { word } from './scopes';

/** Ways in for programs: what each may do, until when, and its end. */
export function Keys() {
  const { t } = useTranslation('settings');
  const can = useCan();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={t('title')}
      actions={
        can('api_keys:manage') && <Button onClick={() => setMaking(true)}>{t('keys.make')}</Button>
      }
    >
      <SettingsViews current="keys" />
      <Pane>
        {can('api_keys:manage') ? (
          <KeyList />
        ) : (
          <p className={classes.quiet}>{t('keys.notYours')}</p>
        )}
      </Pane>
      {making && <NewKey onClose={() => setMaking(false)} />}
    </Page>
  );
}

function KeyList() {
  const { t } = useTranslation('settings');
  const { t: tCommon } = useTranslation();
  const { slug } = useOrganization();
  const [ending, setEnding] = useState<ApiKeyRead>();
  const list = useRows(
    listApiKeysInfiniteOptions({ path: { organization: slug }, query: { limit: 50 } }),
  );
  const columns = useColumns(setEnding);
  if (list.error && list.rows.length === 0) {
    return <ProblemStrip error={list.error} retry={list.retry} />;
  }
  if (list.waiting) return <p className={classes.quiet}>{tCommon('loading')}</p>;
  if (list.rows.length === 0) return <EmptyState fact={t('keys.none')} hint={t('keys.noneHint')} />;
  return (
    <>
      <PlainTable
        label={t('pages.keys')}
        columns={columns}
        rows={list.rows}
        rowKey={({ id }) => id}
        muted={hasEnded}
      />
      {list.below.more && (
        <div>
          <Button variant="default" onClick={list.below.load}>
            {tCommon('more')}
          </Button>
        </div>
      )}
      {ending && <Revoke apiKey={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

const hasEnded = ({ revoked_at, expires_at }: ApiKeyRead) =>
  revoked_at !== null || Date.parse(expires_at) <= Date.now();

function useColumns(onEnd: (key: ApiKeyRead) => void): readonly PlainColumn<ApiKeyRead>[] {
  const { t } = useTranslation('settings');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        cell: (key) => (
          <span className={classes.key}>
            <b>{key.name}</b>
            <span>
              <span className="mono">{key.prefix}…</span> {t('keys.by', { name: key.created_by })}
            </span>
          </span>
        ),
      },
      {
        id: 'scopes',
        header: t('keys.scopes'),
        cell: ({ scopes }) => scopes.map((scope) => t(`keys.scope.${word(scope)}`)).join(', '),
      },
      {
        id: 'used',
        header: t('keys.used'),
        cell: ({ last_used_at }) => (last_used_at ? <Time at={last_used_at} /> : <Nothing />),
      },
      {
        id: 'until',
        header: t('keys.until'),
        cell: (key) => (key.revoked_at ? t('keys.revoked') : <Time at={key.expires_at} />),
      },
      {
        id: 'end',
        header: t('keys.revoke'),
        hidden: true,
        align: 'right',
        cell: (key) =>
          hasEnded(key) ? null : (
            <GhostButton onClick={() => onEnd(key)}>
              {t('keys.revoke')}
              <span className="vh"> {key.name}</span>
            </GhostButton>
          ),
      },
    ],
    [t, onEnd],
  );
}

interface RevokeProps {
  readonly apiKey: ApiKeyRead;
  readonly onClose: () => void;
}

function Revoke({ apiKey: { id, name }, onClose }: RevokeProps) {
  const { t } = useTranslation('settings');
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const revoke = async () => {
    await revokeApiKey({ path: { organization: slug, key_id: id }, throwOnError: true });
    toast(t('keys.revokeDone', { name }));
    await invalidate('api-keys');
  };
  return (
    <Confirm
      title={t('keys.revokeTitle', { name })}
      confirm={t('keys.revoke')}
      opened
      onClose={onClose}
      send={revoke}
    >
      {t('keys.revokeHint')}
    </Confirm>
  );
}
