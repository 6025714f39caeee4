import { getMeOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useSignOut } from '@/shared/session/use-sign-out';
import { Button, Card, Page, Pane, ProblemStrip } from '@/ui';
import classes from './me.module.css';
import { PreferencesForm } from './preferences';
import { Profile } from './profile';
import { Sessions } from './sessions';
import { MeViews } from './views';

/** Who one is, how one likes it, and where one is signed in. */
export function Me() {
  const { t } = useTranslation('me');
  const { data: me, error, refetch } = useQuery(getMeOptions());
  const signOut = useSubmit(useSignOut());
  return (
    <Page
      title={t('title')}
      actions={
        <Button variant="default" loading={signOut.pending} onClick={() => void signOut.submit()}>
          {t('signOut')}
        </Button>
      }
    >
      <MeViews current="you" />
      <Pane>
        {signOut.problem && (
          <ProblemStrip error={signOut.problem} retry={() => void signOut.submit()} />
        )}
        {error && <ProblemStrip error={error} retry={() => void refetch()} />}
        <div className={classes.halves}>
          <Card title={t('profile')}>{me && <Profile key={me.id} me={me} />}</Card>
          <Card title={t('preferences')}>
            <PreferencesForm />
          </Card>
        </div>
        <Sessions />
      </Pane>
    </Page>
  );
}
