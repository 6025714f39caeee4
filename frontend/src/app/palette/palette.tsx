import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOffered } from '@/shared/commands';
import { useOrganization } from '@/shared/routes/organization';
import { useStore } from '@/shared/store';
import { Kbd, Plate } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { matching, type Offer } from './offers';
import { closePalette, paletteOpened } from './opened';
import classes from './palette.module.css';
import { found, useSettled } from './search';

/** One box to find, to go and to act. An exact code comes first: one Enter opens what it names. */
export function Palette() {
  const { t } = useTranslation('palette');
  const opened = useStore(paletteOpened);
  return (
    <Dialog title={t('title')} opened={opened} onClose={closePalette} closeOnOutside>
      <Finder />
    </Dialog>
  );
}

function Finder() {
  const { t } = useTranslation('palette');
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const wanted = useSettled(typed.trim());
  const { data: records = [], isFetching } = useQuery({
    queryKey: ['palette', slug, wanted],
    queryFn: ({ signal }) => found(client, slug, wanted, signal),
    enabled: wanted !== '',
    placeholderData: (before) => before,
  });
  const commands = matching(useOffered(), typed);
  const offers: readonly Offer[] = [
    ...(wanted === '' ? [] : records).map(
      (record): Offer => ({
        key: record.id,
        group: record.kind,
        title: record.title,
        hint: record.hint,
        run: () => navigate(record.link),
      }),
    ),
    ...commands,
  ];
  const run = (offer: Offer | undefined) => {
    if (!offer) return;
    closePalette();
    offer.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((now) => (now + step + offers.length) % Math.max(offers.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(offers[active]);
    }
  };
  return (
    <div className={classes.finder}>
      <input
        role="combobox"
        aria-label={t('title')}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={offers[active] ? `${id}-${active}` : undefined}
        placeholder={t('hint')}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={id} aria-label={t('results')} className={classes.list}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
          <div
            key={offer.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={classes.offer}
            onClick={() => run(offer)}
            onMouseMove={() => setActive(index)}
          >
            <span className={classes.title}>{offer.title}</span>
            {offer.hint && <Plate>{offer.hint}</Plate>}
            <span className={classes.group}>{t(`groups.${offer.group}`)}</span>
            {offer.keys && <Kbd>{offer.keys}</Kbd>}
          </div>
        ))}
      </div>
      <p role="status" className={classes.status}>
        {offers.length === 0 && !isFetching ? t('nothing', { typed }) : ''}
      </p>
    </div>
  );
}
