import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './imports.module.css';

interface DropProps {
  readonly onFile: (file: File) => void;
  readonly pending: boolean;
}

/** Choose a file, or drop it anywhere on the page. */
export function Drop({ onFile, pending }: DropProps) {
  const { t } = useTranslation('imports');
  const id = useId();
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  take.current = onFile;

  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      setOver(false);
      if (!file) return;
      event.preventDefault();
      take.current(file);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);

  return (
    <div className={classes.drop} data-over={over || undefined} aria-busy={pending}>
      <IconFileSpreadsheet size={28} stroke={1.5} aria-hidden />
      <div>
        <input
          id={id}
          className="vh"
          type="file"
          name="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          disabled={pending}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // the same file can be chosen again once it was fixed
            event.currentTarget.value = '';
            if (file) onFile(file);
          }}
        />
        <label htmlFor={id}>{t('choose')}</label> {t('orDrop')}
        <p>{t('dropHint')}</p>
      </div>
    </div>
  );
}
