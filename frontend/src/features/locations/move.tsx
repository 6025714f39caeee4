import { type LocationRead, moveLocation } from '@quartermaster/api-client';
import { getLocationTreeOptions, listLocationsOptions } from '@quartermaster/api-client/query';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Path, ProblemStrip } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { SearchBox } from '@/ui/filters';
import classes from './move.module.css';
import { everyIdIn } from './tree';

interface MovePlaceProps {
  readonly place: LocationRead;
  readonly onClose: () => void;
}

const TOP = 'top';

/** Puts a place, with all that stands in it, somewhere else. */
export function MovePlace({ place, onClose }: MovePlaceProps) {
  const { t } = useTranslation('locations');
  const { slug } = useOrganization();
  const invalidate = useInvalidate();
  const [q, setQ] = useState('');
  const [to, setTo] = useState<string>();
  const path = { organization: slug, location_id: place.id };
  const { data: found } = useQuery({
    ...listLocationsOptions({
      path: { organization: slug },
      query: { ...(q ? { q } : {}), limit: 50 },
    }),
    placeholderData: keepPreviousData,
  });
  const { data: tree } = useQuery(getLocationTreeOptions({ path }));
  const inside = useMemo(() => new Set(tree ? everyIdIn(tree) : [place.id]), [tree, place.id]);
  const move = async (parent_id: string | null) => {
    await moveLocation({ path, body: { parent_id }, throwOnError: true });
    await invalidate('locations', 'stock');
  };
  const { form, submit, pending, problem, fault, rest } = useSubmit(async () => {
    await move(to === TOP ? null : (to ?? place.parent_id));
    toast(t('movedDone', { name: place.name }));
  });
  const reason = (id: string) =>
    id === place.id
      ? t('isItself')
      : inside.has(id)
        ? t('standsInIt', { name: place.name })
        : id === place.parent_id
          ? t('standsThere')
          : undefined;
  return (
    <Dialog title={t('moveTitle', { name: place.name })} opened onClose={onClose}>
      <form
        ref={form}
        className={classes.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (to !== undefined && (await submit())) onClose();
        }}
      >
        {problem && <ProblemStrip error={problem} rest={rest} />}
        <SearchBox label={t('search')} value={q} onChange={setQ} />
        <fieldset className={classes.choices}>
          <legend>{t('moveTo')}</legend>
          {q === '' && (
            <Option
              value={TOP}
              chosen={to}
              choose={setTo}
              reason={place.parent_id === null ? t('standsThere') : undefined}
            >
              <b>{t('atTheTop')}</b>
            </Option>
          )}
          {found?.items.map((one) => (
            <Option key={one.id} value={one.id} chosen={to} choose={setTo} reason={reason(one.id)}>
              <Path parts={one.path} />
            </Option>
          ))}
          {found?.items.length === 0 && <p>{t('nothingFound', { q })}</p>}
        </fieldset>
        {found?.next && <p className={classes.hint}>{t('typeForMore')}</p>}
        {fault('parent_id') && <p role="alert">{fault('parent_id')}</p>}
        <Button type="submit" loading={pending} disabled={to === undefined}>
          {t('move')}
        </Button>
      </form>
    </Dialog>
  );
}

interface OptionProps {
  readonly value: string;
  readonly chosen: string | undefined;
  readonly choose: (value: string) => void;
  /** Why it cannot be chosen. */
  readonly reason: string | undefined;
  readonly children: React.ReactNode;
}

const Option = ({ value, chosen, choose, reason, children }: OptionProps) => (
  <label className={classes.option} data-off={reason !== undefined || undefined}>
    <input
      type="radio"
      name="parent_id"
      value={value}
      checked={chosen === value}
      disabled={reason !== undefined}
      onChange={() => choose(value)}
    />
    <span>{children}</span>
    {reason !== undefined && <small>{reason}</small>}
  </label>
);
