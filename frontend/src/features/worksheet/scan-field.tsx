import { createItem } from '@quartermaster/api-client';
import { IconBarcode, IconPlus } from '@tabler/icons-react';
import { type Ref, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { parsed } from '@/shared/format/quantity';
import { useInvalidate } from '@/shared/queries/invalidate';
import { Finder, type Found } from '@/ui/finder';
import { usePhone } from '@/ui/use-phone';
import { ItemFace, PlaceFace } from './faces';
import { theMeaning } from './meaning';
import classes from './sheet.module.css';
import { showTrouble } from './trouble';
import type { Grammar } from './use-grammar';
import { useItems, usePlaces } from './use-search';

interface Option extends Found {
  readonly take: () => void;
}

interface ScanFieldProps {
  readonly organization: string;
  readonly grammar: Grammar;
  /** Digits count a line rather than search. */
  readonly counting: boolean;
  readonly canMake: boolean;
  readonly ref: Ref<HTMLInputElement>;
}

/** Takes codes, digits and words; what words find is listed under it. */
export function ScanField({ organization, grammar, counting, canMake, ref }: ScanFieldProps) {
  const { t, i18n } = useTranslation('worksheet');
  const invalidate = useInvalidate();
  const phone = usePhone();
  const [text, setText] = useState('');
  const key = useRef({ of: '', is: '' });
  const items = useItems(organization, text);
  const places = usePlaces(organization, text);
  const digits = counting && parsed(text, i18n.language) !== null;
  const name = text.trim();

  const make = async () => {
    if (key.current.of !== name) key.current = { of: name, is: newKey() };
    try {
      const { data } = await createItem({
        path: { organization },
        body: { name },
        headers: once(key.current.is),
        throwOnError: true,
      });
      setText('');
      grammar.takeItem({ ...data, hasLots: false });
      await invalidate('items');
    } catch (error) {
      showTrouble({ error, retry: () => void make() });
    }
  };
  const isNew = !items.found.some((item) => item.name.toLowerCase() === name.toLowerCase());
  const options: readonly Option[] =
    name === ''
      ? grammar.choices.flatMap((match) =>
          match.item
            ? [
                {
                  id: match.id,
                  face: <ItemFace item={{ ...match.item, hasLots: true }} />,
                  take: () => grammar.take(theMeaning(match)),
                },
              ]
            : [],
        )
      : [
          ...items.found.map((item) => ({
            id: item.id,
            face: <ItemFace item={item} />,
            take: () => grammar.takeItem(item),
          })),
          ...places.found.map((place) => ({
            id: place.id,
            face: <PlaceFace place={place} />,
            take: () => grammar.takePlace(place),
          })),
          ...(canMake && items.settled && isNew && !digits
            ? [
                {
                  id: 'make',
                  face: (
                    <>
                      <IconPlus size={18} aria-hidden />
                      <span className={classes.found}>{t('make', { name })}</span>
                    </>
                  ),
                  take: () => void make(),
                },
              ]
            : []),
        ];
  return (
    <Finder
      ref={ref}
      large
      label={t('scanOrType')}
      placeholder={t(phone ? 'scanOrTypeShort' : 'scanOrType')}
      icon={<IconBarcode size={22} aria-hidden />}
      text={text}
      onText={setText}
      options={options}
      eager={!digits}
      onPick={(option) => {
        if (option.id !== 'make') setText('');
        option.take();
      }}
      onEnter={(entered) => {
        if (entered.trim() === '') return;
        void grammar.entered(entered).then((understood) => {
          if (understood) setText((now) => (now === entered ? '' : now));
        });
      }}
    />
  );
}
