import classes from './gauge.module.css';

interface GaugeProps {
  /** Decimal strings; drawn to the pixel, so a float is exact enough here. */
  readonly onHand: string;
  readonly reserved: string;
  /** What a full bar stands for; left out: twice the minimum, or what is there. */
  readonly full?: string;
  readonly minimum?: string | null;
  /** The same in words. */
  readonly label: string;
  readonly width?: number;
}

/** On hand, the held part of it, and a tick at the minimum. */
export function Gauge({ onHand, reserved, full = '0', minimum, label, width = 64 }: GaugeProps) {
  const scale = Math.max(Number(full), Number(minimum ?? 0) * 2, Number(onHand), 1e-9);
  const x = (value: string | number) => Math.round((Number(value) / scale) * width);
  const low = minimum != null && Number(onHand) < Number(minimum);
  const [held, all] = [x(reserved), x(onHand)];
  return (
    <svg
      className={classes.gauge}
      data-state={Number(onHand) === 0 ? 'out' : low ? 'low' : undefined}
      width={width}
      height="7"
      role="img"
      aria-label={label}
    >
      <rect className={classes.ground} x=".5" y="2" width={width - 1} height="4" rx="1" />
      {all > 0 && <rect className={classes.hand} y="2" width={all} height="4" rx="1" />}
      {held > 0 && (
        <rect className={classes.held} x={all - held} y="2" width={held} height="4" rx="1" />
      )}
      {minimum != null && (
        <rect className={classes.minimum} x={x(minimum) - 1} y="0" width="2" height="7" />
      )}
    </svg>
  );
}
