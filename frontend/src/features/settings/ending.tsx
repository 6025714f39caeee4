import {
  deleteOrganization,
  exportOrganization,
  type OrganizationRead,
  restoreOrganization,
} from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { save } from '@/shared/files/save';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Card, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Buttons } from '@/ui/form';
import classes from './settings.module.css';

interface EndingProps {
  readonly organization: OrganizationRead;
}

/** All of it to take along, and its end: with days of grace, in which it can be restored. */
export function Ending({ organization }: EndingProps) {
  const { t } = useTranslation('settings');
  const can = useCan();
  const { deletion_due_at: due, kind } = organization;
  return (
    <Card title={t('ending.title')}>
      <div className={classes.ending}>
        <p className={classes.hint}>
          {due ? (
            <>
              {t('ending.due')} <Time at={due} />
            </>
          ) : (
            t('ending.hint')
          )}
        </p>
        <Buttons>
          {can('organization:export') && <Export organization={organization} />}
          {can('organization:delete') && kind === 'team' && due === null && (
            <Delete organization={organization} />
          )}
          {can('organization:delete') && due !== null && <Restore organization={organization} />}
        </Buttons>
      </div>
    </Card>
  );
}

function Export({ organization: { slug: organization } }: EndingProps) {
  const { t } = useTranslation('settings');
  const { submit, pending, problem } = useSubmit(async () => {
    const { data } = await exportOrganization({
      path: { organization },
      parseAs: 'blob',
      throwOnError: true,
    });
    if (data instanceof Blob) save(data, `${organization}.zip`);
  });
  return (
    <>
      {problem && <ProblemStrip error={problem} />}
      <Button variant="default" loading={pending} onClick={() => void submit()}>
        {t('ending.export')}
      </Button>
    </>
  );
}

function Delete({ organization }: EndingProps) {
  const { t } = useTranslation('settings');
  const invalidate = useInvalidate();
  const [asking, setAsking] = useState(false);
  const { slug, name } = organization;
  const send = async () => {
    await deleteOrganization({ path: { organization: slug }, throwOnError: true });
    await invalidate('organizations');
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('ending.delete')}
      </Button>
      <Confirm
        title={t('ending.deleteTitle', { name })}
        confirm={t('ending.delete')}
        opened={asking}
        onClose={() => setAsking(false)}
        send={send}
        help={({ code }) => code === 'export_first' && <Export organization={organization} />}
      >
        {t('ending.deleteHint')}
      </Confirm>
    </>
  );
}

function Restore({ organization: { slug: organization, name } }: EndingProps) {
  const { t } = useTranslation('settings');
  const invalidate = useInvalidate();
  const { submit, pending, problem } = useSubmit(async () => {
    await restoreOrganization({ path: { organization }, throwOnError: true });
    toast(t('ending.restored', { name }));
    await invalidate('organizations');
  });
  return (
    <>
      {problem && <ProblemStrip error={problem} />}
      <Button loading={pending} onClick={() => void submit()}>
        {t('ending.restore')}
      </Button>
    </>
  );
}
