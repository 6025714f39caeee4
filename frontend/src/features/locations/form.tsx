import {
  createLocation,
  getLocation,
  type LocationKind,
  type LocationRead,
  updateLocation,
} from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { useDraft } from '@/shared/draft/draft';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Choice, GhostButton, ProblemStrip, TextArea, TextField } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { changed, type Filled, filledFrom, usualInside } from './filled';
import classes from './form.module.css';
import { KINDS } from './search';

interface PlaceFormProps {
  /** The place to edit; left out: a new one. */
  readonly place?: LocationRead;
  /** Where the new one stands; left out: at the top. */
  readonly parent?: LocationRead;
  readonly onClose: () => void;
}

export function PlaceForm({ place, parent, onClose }: PlaceFormProps) {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [key, setKey] = useState(newKey);
  const [base, setBase] = useState(place);
  const [theirs, setTheirs] = useState<LocationRead>();
  const [empty] = useState(() =>
    place ? filledFrom(place) : { name: '', kind: usualInside(parent?.kind), code: '', notes: '' },
  );
  const draft = useDraft<Filled>(
    `${slug}/locations/${place?.id ?? `new-in-${parent?.id ?? 'top'}`}`,
    empty,
  );
  const set = (part: Partial<Filled>) => draft.set((now) => ({ ...now, ...part }));
  const path = { organization: slug, location_id: base?.id ?? '' };

  const save = async (edited: LocationRead) => {
    const body = { ...changed(filledFrom(edited), draft.value), version: edited.version };
    try {
      await updateLocation({ path, body, throwOnError: true });
    } catch (error) {
      if (Problem.of(error).status === 412) {
        setTheirs((await getLocation({ path, throwOnError: true })).data);
      }
      throw error;
    }
  };
  const add = async () => {
    const { code, ...rest } = draft.value;
    const body = { ...rest, code: code.trim() || null, parent_id: parent?.id ?? null };
    await createLocation({
      path: { organization: slug },
      body,
      headers: once(key),
      throwOnError: true,
    });
    toast(t('addedDone', { name: draft.value.name }));
  };
  const { form, submit, fault, rest, problem, pending, clear } = useSubmit(async () => {
    await (base ? save(base) : add());
    await invalidate('locations', 'stock');
  });
  const send = async (next: 'close' | 'another') => {
    if (!(await submit())) return;
    const { kind } = draft.value;
    draft.clear();
    if (next === 'close') return onClose();
    // the next act has a key of its own
    setKey(newKey());
    draft.set({ ...empty, kind });
    form.current?.querySelector<HTMLElement>('[name=name]')?.focus();
  };
  const takeOver = (present: LocationRead, mine: boolean) => {
    setBase(present);
    setTheirs(undefined);
    clear();
    if (!mine) draft.set(filledFrom(present));
  };
  return (
    <Dialog
      title={
        place
          ? t('editTitle', { name: place.name })
          : parent
            ? t('addIn', { name: parent.name })
            : t('add')
      }
      opened
      onClose={onClose}
    >
      <form
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send('close');
        }}
      >
        {draft.restored && (
          <p className={classes.restored}>
            {t('restored')} <GhostButton onClick={draft.clear}>{t('startOver')}</GhostButton>
          </p>
        )}
        {problem && (
          <ProblemStrip
            error={problem}
            rest={rest}
            {...(problem.passing ? { retry: () => void send('close') } : {})}
          />
        )}
        {theirs && <Theirs present={theirs} mine={draft.value} take={takeOver} />}
        <TextField
          name="name"
          label={t('name')}
          required
          data-autofocus
          maxLength={200}
          value={draft.value.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={fault('name')}
        />
        <div className={classes.pair}>
          <Choice
            name="kind"
            label={t('kind')}
            value={draft.value.kind}
            onChange={(event) => set({ kind: event.currentTarget.value as LocationKind })}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            error={fault('kind')}
          />
          <TextField
            name="code"
            label={t('code')}
            autoComplete="off"
            value={draft.value.code}
            onChange={(event) => set({ code: event.currentTarget.value })}
            error={fault('code')}
          />
        </div>
        <TextArea
          name="notes"
          label={t('notes')}
          rows={3}
          value={draft.value.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
          error={fault('notes')}
        />
        <div className={classes.buttons}>
          {!place && (
            <Button variant="default" disabled={pending} onClick={() => void send('another')}>
              {t('addAnother')}
            </Button>
          )}
          <Button type="submit" loading={pending}>
            {place ? t('save') : t('add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface TheirsProps {
  readonly present: LocationRead;
  readonly mine: Filled;
  readonly take: (present: LocationRead, mine: boolean) => void;
}

/** Somebody else saved first: what differs, and whose to keep. */
function Theirs({ present, mine, take }: TheirsProps) {
  const { t } = useTranslation('locations');
  const now = filledFrom(present);
  const differing = (['name', 'kind', 'code', 'notes'] as const).filter(
    (field) => now[field] !== mine[field],
  );
  const said = (filled: Filled, field: keyof Filled) =>
    field === 'kind' ? t(`kinds.${filled.kind}`) : filled[field] || '–';
  return (
    <div className={classes.theirs}>
      <dl>
        {differing.map((field) => (
          <div key={field}>
            <dt>{t(field)}</dt>
            <dd>{t('theirs', { value: said(now, field) })}</dd>
            <dd>{t('yours', { value: said(mine, field) })}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => take(present, false)}>
          {t('takeTheirs')}
        </Button>
        <Button variant="default" onClick={() => take(present, true)}>
          {t('keepMine')}
        </Button>
      </div>
    </div>
  );
}
