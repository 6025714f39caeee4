import { deactivateMe, deleteMe, exportMe } from '@quartermaster/api-client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { save } from '@/shared/files/save';
import { left } from '@/shared/session/access';
import { useSignOut } from '@/shared/session/use-sign-out';
import { Button, Card, ProblemStrip } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Buttons } from '@/ui/form';
import classes from './security.module.css';

const WAYS = {
  deactivate: () => deactivateMe({ throwOnError: true }),
  delete: () => deleteMe({ throwOnError: true }),
} as const;

/** What is kept about oneself, to take along; and the end of the account. */
export function Account() {
  const { t } = useTranslation('me');
  const [ending, setEnding] = useState<keyof typeof WAYS>();
  const download = useSubmit(async () => {
    const { data } = await exportMe({ throwOnError: true });
    const text = JSON.stringify(data, null, 2);
    save(new Blob([text], { type: 'application/json' }), 'quartermaster-account.json');
  });
  const end = useSignOut(async () => {
    if (ending) await WAYS[ending]();
    left();
  });
  return (
    <Card title={t('account.title')}>
      <div className={classes.parts}>
        <p className={classes.hint}>{t('account.hint')}</p>
        {download.problem && <ProblemStrip error={download.problem} />}
        <Buttons>
          <Button
            variant="default"
            loading={download.pending}
            onClick={() => void download.submit()}
          >
            {t('account.export')}
          </Button>
          <Button variant="default" onClick={() => setEnding('deactivate')}>
            {t('account.deactivate.button')}
          </Button>
          <Button variant="default" onClick={() => setEnding('delete')}>
            {t('account.delete.button')}
          </Button>
        </Buttons>
      </div>
      {ending && (
        <Confirm
          title={t(`account.${ending}.title`)}
          confirm={t(`account.${ending}.button`)}
          opened
          onClose={() => setEnding(undefined)}
          send={end}
          help={(problem) => <Owned problem={problem} />}
        >
          {t(`account.${ending}.hint`)}
        </Confirm>
      )}
    </Card>
  );
}

/** What would be left to nobody, with the way to name another owner there. */
function Owned({ problem: { code, body } }: { readonly problem: Problem }) {
  if (code !== 'last_owner' || !Array.isArray(body.organizations)) return null;
  return (
    <ul className={classes.owned}>
      {body.organizations.map(String).map((slug) => (
        <li key={slug}>
          <Link to="/$organization/people" params={{ organization: slug }}>
            {slug}
          </Link>
        </li>
      ))}
    </ul>
  );
}
