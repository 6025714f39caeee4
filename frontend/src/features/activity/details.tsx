import type { ActivityRead } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { exactly } from '@/shared/format/time';
import { Nothing } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { changesIn } from './changes';
import classes from './list.module.css';
import { useWords } from './words';

interface DetailsProps {
  readonly row: ActivityRead;
  readonly onClose: () => void;
}

/** One change in full: every field before and after. */
export function Details({ row, onClose }: DetailsProps) {
  const { t, i18n } = useTranslation('activity');
  const words = useWords();
  const changes = changesIn(row.changes);
  return (
    <Dialog title={words.verb(row.verb)} opened onClose={onClose}>
      <p>
        {row.entity_name && (
          <>
            <b>{row.entity_name}</b>
            <br />
          </>
        )}
        {row.actor ?? t('system')}, {exactly(row.created_at, i18n.language)}
        {row.key_id && `, ${t('byKey')}`}
        {row.ip && `, ${t('from', { ip: row.ip })}`}
      </p>
      {changes.length === 0 ? (
        <p>{t('noFields')}</p>
      ) : (
        <table className={classes.changes}>
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('before')}</th>
              <th scope="col">{t('after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{words.field(field)}</th>
                <td>{before ?? <Nothing />}</td>
                <td>{after ?? <Nothing />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={`mono ${classes.request}`}>{t('request', { id: row.request_id })}</p>
    </Dialog>
  );
}
