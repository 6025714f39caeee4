import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { day } from '@/shared/format/time';
import classes from './item.module.css';
import type { Point } from './ledger';

interface HistoryPlotProps {
  /** Oldest first. */
  readonly points: readonly Point[];
  readonly unit: string;
  readonly minimum: string | null;
}

const WIDTH = 1000;
const HEIGHT = 100;

/** On hand over time as a step line: it stays as it is until something moves. */
export function HistoryPlot({ points, unit, minimum }: HistoryPlotProps) {
  const { t, i18n } = useTranslation('items');
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.at === last.at) return null;
  const levels = points.map(({ onHand }) => onHand).toSorted(compare);
  const [lowest, highest] = [levels[0] ?? '0', levels.at(-1) ?? '0'];
  const said = (value: string) => `${asText(value, i18n.language)} ${unit}`;
  const date = (at: string) => day(at.slice(0, 10), i18n.language);

  // drawn to the pixel: a float is exact enough here
  const from = Date.parse(first.at);
  const span = Math.max(Date.now() - from, 1);
  const top = Math.max(Number(highest), Number(minimum ?? 0), 1e-9);
  const x = (at: string) => ((Date.parse(at) - from) / span) * WIDTH;
  const y = (level: string) => HEIGHT - (Number(level) / top) * HEIGHT;
  const steps = points.map(({ at, onHand }) => `H${x(at)}V${y(onHand)}`).join('');
  const line = `M0 ${HEIGHT}${steps}H${WIDTH}`;
  return (
    <figure className={classes.plot}>
      <figcaption>
        {t('history', { since: date(first.at), lowest: said(lowest), highest: said(highest) })}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className={classes.area} d={`${line}V${HEIGHT}Z`} />
        {minimum !== null && (
          <line className={classes.minimum} x2={WIDTH} y1={y(minimum)} y2={y(minimum)} />
        )}
        <path className={classes.line} d={line} />
      </svg>
      <div className={classes.axis} aria-hidden="true">
        <span>{date(first.at)}</span>
        <span>{t('today')}</span>
      </div>
    </figure>
  );
}
