import { createInvitation, type InvitationMade, type Role } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { Button, TextArea } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { Buttons, Form } from '@/ui/form';
import { addresses } from './addresses';
import { ROLES } from './allowed';
import { Links } from './links';
import { RoleChoice } from './role-choice';

/** By e-mail, one or many; or by a link to hand out. */
export function Invite({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const { slug: organization, role: own } = useOrganization();
  const invalidate = useInvalidate();
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [made, setMade] = useState<readonly InvitationMade[]>([]);
  const [asking, setAsking] = useState(true);
  const wanted = addresses(text);
  // one after the other: what was sent is out of the field, what is left can be put right
  const submit = useSubmit(async () => {
    try {
      const all = wanted.length === 0 ? [null] : wanted;
      for (const [index, email] of all.entries()) {
        const body = { email, role };
        const { data } = await createInvitation({
          path: { organization },
          body,
          throwOnError: true,
        });
        setMade((before) => [...before, data]);
        setText(wanted.slice(index + 1).join('\n'));
      }
    } finally {
      await invalidate('invitations');
    }
  });
  if (!asking) return <Links made={made} onClose={onClose} />;
  return (
    <Dialog title={t('invite.title')} opened onClose={onClose}>
      <Form of={submit} onDone={() => setAsking(false)}>
        {made.length > 0 && <p role="status">{t('invite.sent', { count: made.length })}</p>}
        <TextArea
          name="email"
          label={t('invite.addresses')}
          description={t('invite.addressesHint')}
          autosize
          minRows={2}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={submit.fault('email')}
        />
        <RoleChoice
          value={role}
          onChange={setRole}
          refused={(one) => (ROLES.indexOf(one) > ROLES.indexOf(own) ? 'aboveOwn' : null)}
        />
        <Buttons>
          <Button type="submit" loading={submit.pending}>
            {wanted.length === 0
              ? t('invite.makeLink')
              : t('invite.send', { count: wanted.length })}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  );
}
