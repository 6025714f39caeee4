import type { Dates, ImportKind } from '@quartermaster/api-client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Choice } from '@/ui';
import { ColumnChoices } from './column-choices';
import { Drop } from './drop';
import { readHeaders } from './headers';
import classes from './imports.module.css';
import { AS_IT_SAYS, DATES, KINDS, type Reading, saidTwice } from './reading';
import { useUpload } from './upload';
import { UploadProblem } from './upload-problem';

/** A file to be looked at; how it is read is left to its headers unless somebody says it. */
export function NewImport() {
  const { t } = useTranslation('imports');
  const [reading, setReading] = useState<Reading>(AS_IT_SAYS);
  const upload = useUpload();
  const { form, file, send, pending, problem, fault } = upload;
  const kindAsked = problem?.code === 'kind_unknown';
  const columnsAsked = problem?.code === 'column_missing';
  const [columns, setColumns] = useState<readonly string[]>([]);
  useEffect(() => {
    // its fold opens with the refusal
    if (kindAsked) form.current?.querySelector<HTMLElement>('[name="kind"]')?.focus();
  }, [kindAsked, form]);
  useEffect(() => {
    if (columnsAsked && file) void readHeaders(file).then(setColumns);
  }, [columnsAsked, file]);
  const change = (changes: Partial<Reading>) => {
    const next = { ...reading, ...changes };
    setReading(next);
    // the file is here already: what was missing is said now
    if (file && problem) send(file, next);
  };
  return (
    <Card title={t('new')}>
      <form ref={form} className={classes.form} onSubmit={(event) => event.preventDefault()}>
        <UploadProblem upload={upload} />
        <Drop
          pending={pending}
          onFile={(chosen) => {
            // what was said of one file's columns says nothing of another's
            const next = { ...reading, mapping: {} };
            setReading(next);
            send(chosen, next);
          }}
        />
        <p role="status" className={classes.status}>
          {pending && file ? t('reading', { name: file.name }) : ''}
          {problem && file && !pending ? t('refused', { name: file.name }) : ''}
        </p>
        <details open={kindAsked || columnsAsked || undefined}>
          <summary>{t('how')}</summary>
          <div className={classes.choices}>
            <Choice
              name="kind"
              label={t('kind')}
              value={reading.kind ?? ''}
              onChange={(event) =>
                change({ kind: (event.currentTarget.value || null) as ImportKind | null })
              }
              error={fault('kind')}
              data={[
                { value: '', label: t('asHeaders') },
                ...KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
              ]}
            />
            <Choice
              name="dates"
              label={t('dates')}
              value={reading.dates ?? ''}
              onChange={(event) =>
                change({ dates: (event.currentTarget.value || null) as Dates | null })
              }
              error={fault('dates')}
              data={[
                { value: '', label: t('asWritten') },
                ...DATES.map((value) => ({ value, label: t(`dateOrders.${value}`) })),
              ]}
            />
          </div>
        </details>
        {columnsAsked && file && columns.length > 0 && (
          <>
            <p className={classes.quiet}>{t('sayColumns')}</p>
            <ColumnChoices
              kind={reading.kind ?? 'stock'}
              columns={columns}
              mapping={reading.mapping}
              onChange={(mapping) => setReading({ ...reading, mapping })}
            />
            <div className={classes.next}>
              <Button
                loading={pending}
                disabled={saidTwice(reading.mapping).size > 0}
                onClick={() => send(file, { ...reading, mapping: said(reading.mapping) })}
              >
                {t('readAgain')}
              </Button>
            </div>
          </>
        )}
      </form>
    </Card>
  );
}

/** Columns of which nobody said anything are left to their headers. */
const said = (mapping: Reading['mapping']): Reading['mapping'] =>
  Object.fromEntries(Object.entries(mapping).filter(([, field]) => field !== null));
