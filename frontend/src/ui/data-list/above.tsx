import { IconArrowUp } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './above.module.css';
import { unseen } from './unseen';

interface AboveProps {
  readonly rows: readonly { readonly id: string }[];
  readonly changed: ReadonlySet<string>;
  /** Index of the first row that one sees. */
  readonly first: number;
  /** Goes to the row of this index. */
  readonly onGo: (index: number) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** What changed out of sight is said, and one goes there if one likes: the list does not jump. */
export function Above({ rows, changed, first, onGo }: AboveProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(NONE);
  useEffect(() => {
    setKept((before) => {
      const now = unseen(before, changed, rows, first);
      return now.size === 0 && before.size === 0 ? before : now;
    });
  }, [changed, rows, first]);
  return (
    <div role="status" className={`${classes.above} no-print`}>
      {kept.size > 0 && (
        <button type="button" onClick={() => onGo(rows.findIndex(({ id }) => kept.has(id)))}>
          <IconArrowUp size={14} stroke={1.75} aria-hidden />
          {t('list.above', { count: kept.size })}
        </button>
      )}
    </div>
  );
}
