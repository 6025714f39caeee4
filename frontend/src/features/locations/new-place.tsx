import { createLocation, type LocationRead } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { useDraft } from '@/shared/draft/draft';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, ProblemStrip } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { PlaceFields, Restored } from './fields';
import { type Filled, usualInside } from './filled';
import classes from './form.module.css';

interface NewPlaceProps {
  /** Where it stands; left out: at the top. */
  readonly parent?: LocationRead;
  readonly onClose: () => void;
}

export function NewPlace({ parent, onClose }: NewPlaceProps) {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [key, setKey] = useState(newKey);
  const [empty] = useState<Filled>(() => ({
    name: '',
    kind: usualInside(parent?.kind),
    code: '',
    notes: '',
  }));
  const draft = useDraft(`${slug}/locations/new-in-${parent?.id ?? 'top'}`, empty);
  const { form, submit, fault, rest, problem, pending } = useSubmit(async () => {
    const { code, ...fields } = draft.value;
    await createLocation({
      path: { organization: slug },
      body: { ...fields, code: code.trim() || null, parent_id: parent?.id ?? null },
      headers: once(key),
      throwOnError: true,
    });
    toast(t('addedDone', { name: fields.name }));
    await invalidate('locations');
  });
  const send = async (next: 'close' | 'another') => {
    if (!(await submit())) return;
    draft.clear();
    if (next === 'close') return onClose();
    // the next place is another act
    setKey(newKey());
    draft.set({ ...empty, kind: draft.value.kind });
    form.current?.querySelector<HTMLElement>('[name=name]')?.focus();
  };
  return (
    <Dialog title={parent ? t('addIn', { name: parent.name }) : t('add')} opened onClose={onClose}>
      <form
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send('close');
        }}
      >
        {draft.restored && <Restored onClear={draft.clear} />}
        {problem && (
          <ProblemStrip
            error={problem}
            rest={rest}
            {...(problem.passing ? { retry: () => void send('close') } : {})}
          />
        )}
        <PlaceFields
          value={draft.value}
          onChange={(part) => draft.set((now) => ({ ...now, ...part }))}
          fault={fault}
        />
        <div className={classes.buttons}>
          <Button variant="default" disabled={pending} onClick={() => void send('another')}>
            {t('addAnother')}
          </Button>
          <Button type="submit" loading={pending}>
            {t('add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
