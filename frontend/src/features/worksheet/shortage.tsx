import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { nameOf, type SheetPlace } from '@/shared/sheet/things';
import { Button } from '@/ui';
import { type Level, placesWith } from './balances';
import classes from './line.module.css';
import type { Line, LineChange } from './state';

const OTHERS = 3;

interface ShortageProps {
  readonly line: Line;
  readonly place: SheetPlace;
  readonly levels: readonly Level[];
  readonly onChange: (change: LineChange) => void;
}

/** There is not enough at a place: what is free there, and where else it is. */
export function Shortage({ line, place, levels, onChange }: ShortageProps) {
  const { t, i18n } = useTranslation('worksheet');
  const places = placesWith(line, levels);
  const free = places.find(({ id }) => id === place.id)?.available ?? '0';
  const others = places.filter(
    ({ id, available }) => id !== place.id && compare(available, '0') > 0,
  );
  const shown = (quantity: string) => asText(quantity, i18n.language);
  return (
    <div className={classes.shortage}>
      <p className={classes.error}>
        {t('free', { place: nameOf(place), quantity: shown(free), unit: line.item.unit })}
      </p>
      <div className={classes.ways}>
        {compare(free, '0') > 0 && (
          <Button variant="default" size="xs" onClick={() => onChange({ quantity: free })}>
            {t('takeFree', { quantity: shown(free) })}
          </Button>
        )}
        {others.slice(0, OTHERS).map((other) => (
          <Button
            key={other.id}
            variant="default"
            size="xs"
            title={other.path.join(' › ')}
            onClick={() => onChange({ place: { id: other.id, path: other.path } })}
          >
            {t('takeFrom', { place: nameOf(other), quantity: shown(other.available) })}
          </Button>
        ))}
      </div>
    </div>
  );
}
