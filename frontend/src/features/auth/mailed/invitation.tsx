import { acceptInvitation, type InvitationShown } from '@quartermaster/api-client';
import { showInvitationOptions } from '@quartermaster/api-client/query';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { organizationsOptions } from '@/shared/routes/organization';
import { signOut } from '@/shared/session/access';
import { session } from '@/shared/session/session';
import { useSignOut } from '@/shared/session/use-sign-out';
import { useStore } from '@/shared/store';
import { Button, GhostButton, ProblemStrip } from '@/ui';
import { Buttons, Form } from '@/ui/form';
import { Frame } from '../frame';
import classes from '../frame.module.css';
import { SignInForm } from '../sign-in-form';
import { SignUpForm } from '../sign-up-form';
import { Onward } from './onward';
import { useToken } from './token';

/** The link of an invitation. Who is not signed in does it here: the token goes into no other address. */
export function Invitation() {
  const { t } = useTranslation('auth');
  const { t: tPeople } = useTranslation('people');
  const token = useToken();
  const { data, error, refetch } = useQuery({
    ...showInvitationOptions({ path: { token: token ?? '' } }),
    enabled: token !== null,
  });
  if (token === null || (error && Problem.of(error).code === 'link_refused')) {
    return (
      <Frame title={t('linkOver')}>
        <p>{t('invitation.again')}</p>
        <Onward />
      </Frame>
    );
  }
  if (error || !data) {
    return (
      <Frame title={t('invitation.title')}>
        {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      </Frame>
    );
  }
  return (
    <Frame title={t('invitation.to', { organization: data.organization })}>
      <p>{t('invitation.as', { role: tPeople(`roles.${data.role}`) })}</p>
      <Who token={token} invitation={data} />
    </Frame>
  );
}

interface WhoProps {
  readonly token: string;
  readonly invitation: InvitationShown;
}

function Who({ token, invitation }: WhoProps) {
  const { t } = useTranslation('auth');
  const now = useStore(session);
  const [unverified, setUnverified] = useState<string>();
  const [isNew, setIsNew] = useState(true);
  if (now.state === 'signed-in')
    return <Join token={token} invitation={invitation} me={now.email} />;
  if (unverified !== undefined) {
    return (
      <p role="status">
        {t('confirmFirstHint', { email: unverified })} {t('invitation.thenAgain')}
      </p>
    );
  }
  const email = invitation.email === null ? {} : { email: invitation.email };
  return (
    <>
      {isNew ? (
        <SignUpForm
          {...email}
          invitation={token}
          onDone={() => undefined}
          onUnverified={setUnverified}
        />
      ) : (
        <SignInForm {...email} onDone={() => undefined} />
      )}
      <p>
        {t(isNew ? 'haveAccount' : 'noAccount')}{' '}
        <GhostButton className={classes.turn ?? ''} onClick={() => setIsNew(!isNew)}>
          {t(isNew ? 'signIn' : 'signUp')}
        </GhostButton>
      </p>
    </>
  );
}

function Join({
  token,
  invitation: { email, organization },
  me,
}: WhoProps & { readonly me: string }) {
  const { t } = useTranslation('auth');
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useSubmit(useSignOut(signOut, true));
  const accept = useSubmit(async () => {
    const { data } = await acceptInvitation({ path: { token }, throwOnError: true });
    await client.fetchQuery({ ...organizationsOptions(), staleTime: 0 });
    await navigate({ to: '/$organization', params: { organization: data.slug } });
  });
  const another = email !== null && email.toLowerCase() !== me.toLowerCase();
  return (
    <Form of={accept} help={({ code }) => code === 'already_member' && <Onward />}>
      <p>
        {another ? t('invitation.forAnother', { email, me }) : t('invitation.signedInAs', { me })}
      </p>
      {leave.problem && <ProblemStrip error={leave.problem} />}
      <Buttons>
        {!another && (
          <Button type="submit" autoFocus loading={accept.pending}>
            {t('invitation.join', { organization })}
          </Button>
        )}
        <Button variant="default" loading={leave.pending} onClick={() => void leave.submit()}>
          {t('invitation.asAnother')}
        </Button>
      </Buttons>
    </Form>
  );
}
