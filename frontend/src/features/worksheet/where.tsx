import { IconMapPin } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SheetPlace } from '@/shared/sheet/things';
import { GhostButton, Path } from '@/ui';
import { PlaceFinder } from './place-finder';
import classes from './sheet.module.css';

interface WhereProps {
  readonly organization: string;
  /** "Into", "From", "To", "At". */
  readonly label: string;
  readonly place: SheetPlace | null;
  /** What holds as long as no place is set. */
  readonly otherwise: string;
  readonly error: string | undefined;
  readonly onPlace: (place: SheetPlace | null) => void;
}

/** Where a sheet takes from or puts to: scanned, or picked here. */
export function Where({ organization, label, place, otherwise, error, onPlace }: WhereProps) {
  const { t } = useTranslation('worksheet');
  const [picking, setPicking] = useState(false);
  const choose = (chosen: SheetPlace | null) => {
    setPicking(false);
    onPlace(chosen);
  };
  return (
    <div className={classes.where} data-invalid={error !== undefined || undefined}>
      <IconMapPin size={20} stroke={1.75} aria-hidden />
      {picking ? (
        <PlaceFinder organization={organization} label={label} onPick={choose} autoFocus />
      ) : (
        <div className={classes.whereIs}>
          <small>{label}</small>
          {place ? <Path parts={place.path} /> : <b>{otherwise}</b>}
          {error !== undefined && <p className={classes.error}>{error}</p>}
        </div>
      )}
      {picking && place && <GhostButton onClick={() => choose(null)}>{t('noPlace')}</GhostButton>}
      <GhostButton
        className={classes.change}
        aria-label={`${picking ? t('keep') : t('change')}: ${label}`}
        onClick={() => setPicking(!picking)}
      >
        {picking ? t('keep') : t('change')}
      </GhostButton>
    </div>
  );
}
