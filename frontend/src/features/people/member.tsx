import { type MemberRead, type Role, updateMember } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Time } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { Form } from '@/ui/form';
import { refusal } from './allowed';
import { EndMembership, HandOn, Leave } from './endings';
import classes from './member.module.css';
import { RoleChoice } from './role-choice';

interface MemberProps {
  readonly member: MemberRead;
  readonly mine: boolean;
  readonly onClose: () => void;
}

const ENDINGS = { leave: Leave, end: EndMembership, handOn: HandOn } as const;
type Ending = keyof typeof ENDINGS;

/** One member: since when, as what, and the end of it. */
export function Member({ member, mine, onClose }: MemberProps) {
  const { t } = useTranslation('people');
  const can = useCan();
  const { kind } = useOrganization();
  const [ending, setEnding] = useState<Ending>();
  if (ending) {
    const Question = ENDINGS[ending];
    return <Question member={member} onClose={onClose} />;
  }
  const may: Readonly<Record<Ending, boolean>> = {
    handOn: !mine && kind === 'team' && can('owners:manage'),
    leave: mine && kind === 'team',
    end: !mine && can('members:manage'),
  };
  const possible = (['handOn', 'leave', 'end'] as const).filter((one) => may[one]);
  return (
    <Dialog title={member.full_name || member.email} opened onClose={onClose}>
      <p className={classes.facts}>
        {member.email}
        <br />
        {t('memberSince')} <Time at={member.created_at} />
      </p>
      {can('members:manage') ? (
        <RoleForm member={member} mine={mine} onDone={onClose} />
      ) : (
        <p>
          <b>{t(`roles.${member.role}`)}</b>
          <br />
          {t(`meanings.${member.role}`)}
        </p>
      )}
      {possible.length > 0 && (
        <div className={classes.end}>
          {possible.map((one) => (
            <Button key={one} variant="default" onClick={() => setEnding(one)}>
              {t(`${one}.button`)}
            </Button>
          ))}
        </div>
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
  const submit = useSubmit(async () => {
    await updateMember({
      path: { organization: slug, membership_id: member.id },
      body: { role, version: member.version },
      throwOnError: true,
    });
    toast(t('roleDone', { name: member.full_name || member.email, role: t(`roles.${role}`) }));
    await invalidate('members', 'organizations');
  });
  return (
    // what is shown after a refusal was of another version, or another's doing
    <Form of={submit} onDone={onDone} onRefused={() => void invalidate('members')}>
      <RoleChoice
        value={role}
        onChange={setRole}
        refused={(one) =>
          one === member.role ? null : refusal({ to: one, now: member.role, mine, can })
        }
      />
      <Button type="submit" loading={submit.pending} disabled={role === member.role}>
        {t('changeRole')}
      </Button>
    </Form>
  );
}
