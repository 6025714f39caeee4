import type { Dates, ImportKind } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Choice } from '@/ui';
import { Drop } from './drop';
import classes from './imports.module.css';
import { AS_IT_SAYS, DATES, KINDS, type Reading } from './reading';
import { useUpload } from './upload';
import { UploadProblem } from './upload-problem';

/** A file to be looked at; how it is read is left to its headers unless somebody says it. */
export function NewImport() {
  const { t } = useTranslation('imports');
  const [reading, setReading] = useState<Reading>(AS_IT_SAYS);
  const upload = useUpload();
  const { form, file, send, pending, problem, fault } = upload;
  const asked = problem?.code === 'kind_unknown';
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
        <Drop pending={pending} onFile={(chosen) => send(chosen, reading)} />
        <p role="status" className={classes.status}>
          {pending && file ? t('reading', { name: file.name }) : ''}
          {problem && file && !pending ? t('refused', { name: file.name }) : ''}
        </p>
        <details open={asked || undefined}>
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
      </form>
    </Card>
  );
}
