import { getLot, type ItemWithStock, type LotRead, updateLot } from '@quartermaster/api-client';
import { listLotsInfiniteOptions } from '@quartermaster/api-client/query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Editing, useEdit } from '@/shared/api/use-edit';
import { asText } from '@/shared/format/quantity';
import { day } from '@/shared/format/time';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useRows } from '@/shared/queries/use-rows';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Card, GhostButton, Nothing, Plate, ProblemStrip, Tag, TextField } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { Dialog } from '@/ui/dialog';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import form_ from '../items.module.css';
import classes from './item.module.css';

interface LotForm {
  readonly quality: string;
  readonly expires_on: string;
}

/** Batches of the item: how good they are and until when. Left out where there are none. */
export function Lots({ item }: { readonly item: ItemWithStock }) {
  const { t, i18n } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const may = useCan()('stock:receive');
  const list = useRows(
    listLotsInfiniteOptions({
      path: { organization },
      query: { item_id: item.id, sort: '-created_at', limit: 100 },
    }),
  );
  const [edited, setEdited] = useState<LotRead | null>(null);
  if (list.rows.length === 0) {
    return list.error ? <ProblemStrip error={list.error} retry={list.retry} /> : null;
  }
  const columns: PlainColumn<LotRead>[] = [
    { id: 'code', header: t('lot'), cell: ({ code }) => <Plate>{code}</Plate> },
    {
      id: 'quality',
      header: t('quality'),
      align: 'right',
      cell: ({ quality }) =>
        quality === null ? <Nothing /> : asText(String(quality), i18n.language),
    },
    {
      id: 'expires_on',
      header: t('expires'),
      align: 'right',
      cell: ({ expires_on }) => (expires_on === null ? <Nothing /> : <Expiry on={expires_on} />),
    },
    ...(may
      ? [
          {
            id: 'edit',
            header: common('edit'),
            hidden: true,
            align: 'right' as const,
            cell: (lot: LotRead) => (
              <GhostButton className="no-print" onClick={() => setEdited(lot)}>
                {common('edit')}
                <span className="vh">{lot.code}</span>
              </GhostButton>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title={t('lots')}>
      <PlainTable label={t('lots')} columns={columns} rows={list.rows} rowKey={({ id }) => id} />
      {list.below.more && (
        <Button variant="default" className={classes.older ?? ''} onClick={list.below.load}>
          {t('older')}
        </Button>
      )}
      <Dialog
        title={t('lotTitle', { lot: edited?.code ?? '' })}
        opened={edited !== null}
        onClose={() => setEdited(null)}
      >
        {edited && <EditLot lot={edited} onDone={() => setEdited(null)} />}
      </Dialog>
    </Card>
  );
}

function Expiry({ on }: { readonly on: string }) {
  const { t, i18n } = useTranslation('items');
  const gone = on < new Date().toISOString().slice(0, 10);
  return (
    <>
      {day(on, i18n.language)} {gone && <Tag state="out">{t('expired')}</Tag>}
    </>
  );
}

const formOf = ({ quality, expires_on }: LotRead): LotForm => ({
  quality: quality === null ? '' : String(quality),
  expires_on: expires_on ?? '',
});

function EditLot({ lot, onDone }: { readonly lot: LotRead; readonly onDone: () => void }) {
  const { t, i18n } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const path = { organization, lot_id: lot.id };
  const [editing, setEditing] = useState<Editing<LotRead, LotForm>>({
    base: lot,
    mine: formOf(lot),
  });
  const { mine } = editing;
  const { form, submit, pending, problem, rest, fault, clashes, choose, undecided } = useEdit<
    LotRead,
    LotForm
  >({
    editing,
    set: setEditing,
    fieldsOf: formOf,
    send: async ({ quality, expires_on }, version) => {
      const body = {
        ...(quality === undefined ? {} : { quality: quality === '' ? null : Number(quality) }),
        ...(expires_on === undefined ? {} : { expires_on: expires_on || null }),
        version,
      };
      return (await updateLot({ path, body, throwOnError: true })).data;
    },
    read: async () => (await getLot({ path, throwOnError: true })).data,
    onSaved: async () => {
      await invalidate('stock');
      toast(t('saved'));
      onDone();
    },
  });
  const set = (name: keyof LotForm, value: string) =>
    setEditing({ ...editing, mine: { ...mine, [name]: value } });
  return (
    <form
      ref={form}
      noValidate
      className={form_.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!undecided) void submit();
      }}
    >
      {problem && <ProblemStrip error={problem} rest={rest} />}
      <Conflict
        clashes={clashes}
        onChoose={choose}
        label={(name) => t(name === 'quality' ? 'quality' : 'expires')}
        said={(name, value) =>
          name === 'expires_on' && value !== '' ? day(value, i18n.language) : value
        }
      />
      <TextField
        name="quality"
        label={t('quality')}
        description={t('qualityHint')}
        inputMode="numeric"
        value={mine.quality}
        onChange={(event) => set('quality', event.currentTarget.value.replace(/\D/g, ''))}
        error={fault('quality')}
        data-autofocus
      />
      <TextField
        name="expires_on"
        type="date"
        label={t('expires')}
        value={mine.expires_on}
        onChange={(event) => set('expires_on', event.currentTarget.value)}
        error={fault('expires_on')}
      />
      <div className={form_.buttons}>
        <Button variant="default" onClick={onDone}>
          {common('cancel')}
        </Button>
        <Button type="submit" loading={pending} disabled={undecided}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
