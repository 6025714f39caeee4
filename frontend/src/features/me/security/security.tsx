import { getMeOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Page, Pane, ProblemStrip } from '@/ui';
import { LinkButton } from '@/ui/link-button';
import classes from '../me.module.css';
import { MeViews } from '../views';
import { Account } from './account';
import { ChangeEmail } from './change-email';
import { ChangePassword } from './change-password';
import { SecondFactor } from './second-factor';

/** What proves who one is, and the end of the account. */
export function Security() {
  const { t } = useTranslation('me');
  const can = useCan();
  const { slug: organization } = useOrganization();
  const { data: me, error, refetch } = useQuery(getMeOptions());
  return (
    <Page
      title={t('title')}
      actions={
        can('api_keys:manage') && (
          <LinkButton to="/$organization/settings/keys" params={{ organization }}>
            {t('pages.keys')}
          </LinkButton>
        )
      }
    >
      <MeViews current="security" />
      <Pane>
        {error && <ProblemStrip error={error} retry={() => void refetch()} />}
        <div className={classes.halves}>
          {me && <ChangePassword me={me} />}
          {me && <ChangeEmail me={me} />}
          <SecondFactor />
          <Account />
        </div>
      </Pane>
    </Page>
  );
}
