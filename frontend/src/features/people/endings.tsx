import {
  endMembership,
  leaveOrganization,
  type MemberRead,
  transferOwnership,
} from '@quartermaster/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useInvalidate } from '@/shared/queries/invalidate';
import { organizationsOptions, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Confirm } from '@/ui/confirm';

interface EndingProps {
  readonly member: MemberRead;
  readonly onClose: () => void;
}

/** One's own membership ends. */
export function Leave({ onClose }: EndingProps) {
  const { t } = useTranslation('people');
  const { slug: organization, name } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await leaveOrganization({ path: { organization }, throwOnError: true });
    // the page is of an organization that is not theirs any more
    await navigate({ to: '/welcome' });
    await client.fetchQuery({ ...organizationsOptions(), staleTime: 0 });
    await navigate({ to: '/' });
  };
  return (
    <Confirm
      title={t('leave.title', { organization: name })}
      confirm={t('leave.button')}
      opened
      send={leave}
      onClose={onClose}
    >
      {t('leave.hint')}
    </Confirm>
  );
}

/** Somebody else's does. */
export function EndMembership({ member, onClose }: EndingProps) {
  const { t } = useTranslation('people');
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const name = member.full_name || member.email;
  const end = async () => {
    await endMembership({ path: { organization, membership_id: member.id }, throwOnError: true });
    toast(t('end.done', { name }));
    await invalidate('members');
  };
  return (
    <Confirm
      title={t('end.title', { name })}
      confirm={t('end.button')}
      opened
      send={end}
      onClose={onClose}
    >
      {t('end.hint')}
    </Confirm>
  );
}

/** Another member becomes the owner in one's place. */
export function HandOn({ member, onClose }: EndingProps) {
  const { t } = useTranslation('people');
  const { slug: organization, name: of } = useOrganization();
  const invalidate = useInvalidate();
  const name = member.full_name || member.email;
  const handOn = async () => {
    const body = { membership_id: member.id };
    await transferOwnership({ path: { organization }, body, throwOnError: true });
    toast(t('handOn.done', { name }));
    await invalidate('members', 'organizations');
  };
  return (
    <Confirm
      title={t('handOn.title', { organization: of, name })}
      confirm={t('handOn.button')}
      opened
      send={handOn}
      onClose={onClose}
    >
      {t('handOn.hint')}
    </Confirm>
  );
}
