import { createItem, getItem, updateItem } from '@quartermaster/api-client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { asText } from '@/shared/format/quantity';
import { useInvalidate } from '@/shared/queries/invalidate';
import type { SheetItem } from '@/shared/sheet/things';
import { Button, Choice, GhostButton, Plate, ProblemStrip, TextField } from '@/ui';
import { Finder } from '@/ui/finder';
import { ItemFace } from './faces';
import classes from './line.module.css';
import type { Waiting } from './state';
import type { Grammar } from './use-grammar';
import { useItems } from './use-search';
import type { OpenSheet } from './use-sheet';

interface WaitingProps {
  readonly organization: string;
  readonly sheet: OpenSheet;
  readonly grammar: Grammar;
  readonly canMake: boolean;
  readonly code: Waiting;
}

/** A code that belongs to nothing yet: make an item of it, give it to one, or let it be. */
export function WaitingCode(props: WaitingProps) {
  const { sheet, grammar, canMake, code } = props;
  const { t, i18n } = useTranslation('worksheet');
  const [way, setWay] = useState<'make' | 'adopt' | null>(null);
  const times = code.count === '1' ? '' : ` × ${asText(code.count, i18n.language)}`;
  return (
    <li className={classes.waiting}>
      <p>
        <Plate>{code.code}</Plate>
        <b>{times}</b> {code.unasked ? t('notLookedUp') : t('unknown')}
      </p>
      <div className={classes.ways}>
        {code.unasked ? (
          <Button variant="default" size="xs" onClick={() => grammar.askAgain(code)}>
            {t('lookUpAgain')}
          </Button>
        ) : (
          canMake &&
          (['make', 'adopt'] as const).map((one) => (
            <Button
              key={one}
              variant="default"
              size="xs"
              aria-expanded={way === one}
              onClick={() => setWay(way === one ? null : one)}
            >
              {t(`waiting.${one}`)}
            </Button>
          ))
        )}
        <GhostButton
          aria-label={`${t('waiting.ignore')}: ${code.code}`}
          onClick={() => sheet.dispatch({ do: 'decide', code: code.code })}
        >
          {t('waiting.ignore')}
        </GhostButton>
      </div>
      {way === 'make' && <Make {...props} />}
      {way === 'adopt' && <Adopt {...props} />}
    </li>
  );
}

/** The item gets the code, and the line as many as were scanned. */
function useAdoption({ sheet, grammar, code }: WaitingProps) {
  const invalidate = useInvalidate();
  return async (item: SheetItem) => {
    sheet.dispatch({ do: 'decide', code: code.code });
    grammar.takeItem(item, code.count);
    await invalidate('items', 'stock');
  };
}

function Make(props: WaitingProps) {
  const { t } = useTranslation('worksheet');
  const { organization, code } = props;
  const adopt = useAdoption(props);
  const [name, setName] = useState('');
  const [barcode, setBarcode] = useState(code.code);
  const [key] = useState(newKey);
  const { form, submit, pending, problem, fault, rest } = useSubmit(async () => {
    const { data } = await createItem({
      path: { organization },
      body: { name, barcode },
      headers: once(key),
      throwOnError: true,
    });
    await adopt({ ...data, hasLots: false });
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <form ref={form} className={classes.making} onSubmit={onSubmit}>
      <TextField
        label={t('waiting.name')}
        name="name"
        error={fault('name')}
        required
        autoFocus
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {code.alternative !== null && (
        <Choice
          label={t('waiting.reading')}
          name="barcode"
          error={fault('barcode')}
          data={[code.code, code.alternative]}
          value={barcode}
          onChange={(event) => setBarcode(event.currentTarget.value)}
        />
      )}
      <Button type="submit" loading={pending}>
        {t('waiting.makeIt')}
      </Button>
      {problem && <ProblemStrip error={problem} rest={rest} retry={() => void submit()} />}
    </form>
  );
}

function Adopt(props: WaitingProps) {
  const { t } = useTranslation('worksheet');
  const { organization, code } = props;
  const adopt = useAdoption(props);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<SheetItem | null>(null);
  const { found } = useItems(organization, text);
  const { submit, problem, rest } = useSubmit(async () => {
    if (!chosen) return;
    const { data } = await getItem({
      path: { organization, item_id: chosen.id },
      throwOnError: true,
    });
    await updateItem({
      path: { organization, item_id: chosen.id },
      body: { barcode: code.code, version: data.version },
      throwOnError: true,
    });
    await adopt(chosen);
  });
  return (
    <div className={classes.making}>
      <Finder
        label={t('waiting.ofWhich')}
        placeholder={t('waiting.ofWhich')}
        text={text}
        onText={(typed) => {
          setText(typed);
          setChosen(null);
        }}
        autoFocus
        options={
          chosen ? [] : found.map((item) => ({ id: item.id, face: <ItemFace item={item} />, item }))
        }
        onPick={({ item }) => {
          setChosen(item);
          setText(item.name);
        }}
        onEnter={() => void submit()}
      />
      <Button disabled={!chosen} onClick={() => void submit()}>
        {t('waiting.adoptIt')}
      </Button>
      {problem && <ProblemStrip error={problem} rest={rest} retry={() => void submit()} />}
    </div>
  );
}
