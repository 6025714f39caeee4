import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui';
import { openPalette } from '../palette/opened';
import classes from './top-bar.module.css';

export function TopBar() {
  const { t } = useTranslation('shell');
  return (
    <div className={`${classes.bar} no-print`}>
      <button type="button" className={classes.find} onClick={openPalette}>
        <IconSearch size={17} aria-hidden />
        {t('find')}
        <span className="wide-only">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
    </div>
  );
}
