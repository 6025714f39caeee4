import { endMembership, type MemberRead, type Role, updateMember } from '@quartermaster/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { organizationsOptions, useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, ProblemStrip, Time } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Dialog } from '@/ui/dialog';
import { ROLES, refusal } from './allowed';
import classes from './member.module.css';

interface MemberProps {
  readonly member: MemberRead;
  readonly mine: boolean;
  readonly onClose: () => void;
}

/** One member: since when, as what, and the end of it. */
export function Member({ member, mine, onClose }: MemberProps) {
  const { t } = useTranslation('people');
  const can = useCan();
  const [ending, setEnding] = useState(false);
  const name = member.full_name || member.email;
  if (ending) return <EndMembership member={member} mine={mine} onClose={onClose} />;
  return (
    <Dialog title={name} opened onClose={onClose}>
      <p className={classes.facts}>
        {member.email}
        <br />
        {t('memberSince')} <Time at={member.created_at} />
      </p>
      {can('members:manage') ? (
        <>
          <RoleForm member={member} mine={mine} onDone={onClose} />
          <div className={classes.end}>
            <Button variant="default" onClick={() => setEnding(true)}>
              {mine ? t('leave') : t('end')}
            </Button>
          </div>
        </>
      ) : (
        <p>
          <b>{t(`roles.${member.role}`)}</b>
          <br />
          {t(`meanings.${member.role}`)}
        </p>
      )}
    </Dialog>
  );
}

interface RoleFormProps {
  readonly member: MemberRead;
  readonly mine: boolean;
  readonly onDone: () => void;
}

function RoleForm({ member, mine, onDone }: RoleFormProps) {
  const { t } = useTranslation('people');
  const { slug } = useOrganization();
  const can = useCan();
  const invalidate = useInvalidate();
  const [role, setRole] = useState<Role>(member.role);
  const { form, submit, problem, rest, pending } = useSubmit(async () => {
    await updateMember({
      path: { organization: slug, membership_id: member.id },
      body: { role, version: member.version },
      throwOnError: true,
    });
    toast(t('roleDone', { name: member.full_name || member.email, role: t(`roles.${role}`) }));
    await invalidate('members', 'organizations');
  });
  return (
    <form
      ref={form}
      className={classes.form}
      onSubmit={async (event) => {
        event.preventDefault();
        if (await submit()) onDone();
        // what is shown was of another version, or another's doing
        else await invalidate('members');
      }}
    >
      {problem && <ProblemStrip error={problem} rest={rest} />}
      <fieldset className={classes.roles}>
        <legend className="vh">{t('role')}</legend>
        {ROLES.map((one) => {
          const why = refusal({ to: one, now: member.role, mine, can });
          return (
            <label key={one} className={classes.role}>
              <input
                type="radio"
                name="role"
                value={one}
                checked={role === one}
                disabled={why !== null && one !== member.role}
                onChange={() => setRole(one)}
              />
              <span>
                <b>{t(`roles.${one}`)}</b>
                <small>{t(`meanings.${one}`)}</small>
                {why !== null && one !== member.role && <small>{t(`refusals.${why}`)}</small>}
              </span>
            </label>
          );
        })}
      </fieldset>
      <Button type="submit" loading={pending} disabled={role === member.role}>
        {t('changeRole')}
      </Button>
    </form>
  );
}

function EndMembership({ member, mine, onClose }: MemberProps) {
  const { t } = useTranslation('people');
  const { slug, name: organization } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const name = member.full_name || member.email;
  const end = async () => {
    await endMembership({
      path: { organization: slug, membership_id: member.id },
      throwOnError: true,
    });
    if (!mine) {
      toast(t('endDone', { name }));
      return invalidate('members');
    }
    // the page is of an organization that is not theirs any more
    await navigate({ to: '/welcome' });
    await client.fetchQuery({ ...organizationsOptions(), staleTime: 0 });
    await navigate({ to: '/' });
  };
  return (
    <Confirm
      title={mine ? t('leaveTitle', { organization }) : t('endTitle', { name })}
      confirm={mine ? t('leave') : t('end')}
      opened
      send={end}
      onClose={onClose}
    >
      {mine ? t('leaveHint') : t('endHint')}
    </Confirm>
  );
}
