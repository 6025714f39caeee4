import { getLocation, type LocationRead, updateLocation } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEdit } from '@/shared/api/use-edit';
import { useDraft } from '@/shared/draft/draft';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, ProblemStrip } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { Dialog } from '@/ui/dialog';
import { PlaceFields, Restored } from './fields';
import { type Filled, filledFrom, sentFrom } from './filled';
import classes from './form.module.css';

interface EditPlaceProps {
  readonly place: LocationRead;
  readonly onClose: () => void;
}

export function EditPlace({ place, onClose }: EditPlaceProps) {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [untouched] = useState(() => ({ base: place, mine: filledFrom(place) }));
  const draft = useDraft(`${slug}/locations/${place.id}`, untouched);
  const path = { organization: slug, location_id: place.id };
  const edit = useEdit<LocationRead, Filled>({
    editing: draft.value,
    set: draft.set,
    fieldsOf: filledFrom,
    send: async (changes, version) => {
      const body = { ...sentFrom(changes), version };
      return (await updateLocation({ path, body, throwOnError: true })).data;
    },
    read: async () => (await getLocation({ path, throwOnError: true })).data,
    onSaved: (saved) => {
      draft.clear();
      onClose();
      toast(t('savedDone', { name: saved.name }));
      void invalidate('locations', 'stock');
    },
  });
  const { form, submit, fault, rest, problem, pending } = edit;
  return (
    <Dialog title={t('editTitle', { name: place.name })} opened onClose={onClose}>
      <form
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {draft.restored && <Restored onClear={draft.clear} />}
        {problem && (
          <ProblemStrip
            error={problem}
            rest={rest}
            {...(problem.passing ? { retry: () => void submit() } : {})}
          />
        )}
        <Conflict
          clashes={edit.clashes}
          onChoose={edit.choose}
          label={(name) => t(name)}
          said={(name, value) => (name === 'kind' ? t(`kinds.${value as Filled['kind']}`) : value)}
        />
        <PlaceFields
          value={draft.value.mine}
          onChange={(part) => draft.set(({ base, mine }) => ({ base, mine: { ...mine, ...part } }))}
          fault={fault}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={pending} disabled={edit.undecided}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
