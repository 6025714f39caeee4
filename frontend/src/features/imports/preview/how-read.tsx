import type { Dates, ImportKind, ImportRead } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Choice } from '@/ui';
import { Fact, Facts } from '@/ui/facts';
import { type PlainColumn, PlainTable } from '@/ui/plain-table';
import { ColumnChoices } from '../column-choices';
import classes from '../imports.module.css';
import { DATES, fieldOf, KINDS, type Reading, saidInFull, saidTwice } from '../reading';
import { fileOf, useUpload } from '../upload';
import { UploadProblem } from '../upload-problem';

/** How the file was read: what it is, and what each column becomes. */
export function HowRead({ file }: { readonly file: ImportRead }) {
  const { t } = useTranslation('imports');
  const present = fileOf(file.id);
  return (
    <Card title={t('howRead')}>
      {present && file.status === 'uploaded' ? (
        <ReadAgain file={file} content={present} />
      ) : (
        <AsItWas file={file} />
      )}
    </Card>
  );
}

function AsItWas({ file }: { readonly file: ImportRead }) {
  const { t } = useTranslation('imports');
  const columns: PlainColumn<string>[] = [
    { id: 'column', header: t('column'), cell: (column) => <b>{column}</b> },
    {
      id: 'becomes',
      header: t('becomes'),
      cell: (column) => {
        const field = fieldOf(file.kind, file.mapping[column]);
        return field ? t(`fields.${field}`) : <span className={classes.quiet}>{t('leftOut')}</span>;
      },
    },
  ];
  return (
    <div className={classes.form}>
      <Written file={file} />
      <PlainTable
        label={t('columns')}
        columns={columns}
        rows={file.columns}
        rowKey={(column) => column}
      />
      {file.status === 'uploaded' && <p className={classes.quiet}>{t('dropToChange')}</p>}
    </div>
  );
}

function Written({ file }: { readonly file: ImportRead }) {
  const { t } = useTranslation('imports');
  const delimiters = new Map([
    ['\t', t('tab')],
    [' ', t('space')],
  ]);
  return (
    <Facts>
      <Fact name={t('kind')}>{t(`kinds.${file.kind}`)}</Fact>
      <Fact name={t('encoding')}>{file.encoding}</Fact>
      <Fact name={t('delimiter')}>
        {delimiters.get(file.delimiter) ?? <span className="mono">{file.delimiter}</span>}
      </Fact>
      {file.dates !== null && <Fact name={t('dates')}>{t(`dateOrders.${file.dates}`)}</Fact>}
    </Facts>
  );
}

interface ReadAgainProps {
  readonly file: ImportRead;
  readonly content: File;
}

/** What was read wrongly is put right here, and the same file read again. */
function ReadAgain({ file, content }: ReadAgainProps) {
  const { t } = useTranslation('imports');
  const upload = useUpload();
  const [read] = useState<Reading>(() => ({
    kind: file.kind,
    dates: file.dates,
    mapping: saidInFull(file.columns, file.mapping),
  }));
  const [reading, setReading] = useState(read);
  const kind = reading.kind ?? file.kind;
  const twice = saidTwice(reading.mapping);
  return (
    <form
      ref={upload.form}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        upload.send(content, reading);
      }}
    >
      <Written file={file} />
      <UploadProblem upload={upload} />
      <div className={classes.choices}>
        <Choice
          name="kind"
          label={t('kind')}
          value={kind}
          // other rows have other fields: their columns are found by the headers again
          onChange={(event) =>
            setReading({
              ...reading,
              kind: event.currentTarget.value as ImportKind,
              mapping: event.currentTarget.value === read.kind ? read.mapping : {},
            })
          }
          data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <Choice
          name="dates"
          label={t('dates')}
          value={reading.dates ?? ''}
          onChange={(event) =>
            setReading({ ...reading, dates: (event.currentTarget.value || null) as Dates | null })
          }
          data={[
            { value: '', label: t('asWritten') },
            ...DATES.map((value) => ({ value, label: t(`dateOrders.${value}`) })),
          ]}
        />
      </div>
      {kind === read.kind && (
        <ColumnChoices
          kind={kind}
          columns={file.columns}
          mapping={reading.mapping}
          onChange={(mapping) => setReading({ ...reading, mapping })}
        />
      )}
      <div className={classes.next}>
        <Button
          type="submit"
          variant="default"
          loading={upload.pending}
          disabled={reading === read || twice.size > 0}
        >
          {t('readAgain')}
        </Button>
      </div>
    </form>
  );
}
