import { IconAlertTriangle, IconCircleX, IconLock, IconTool, IconTruck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shown } from '@/shared/format/quantity';
import { ago, exactly } from '@/shared/format/time';
import classes from './marks.module.css';

/** A code as it stands on its label. */
export const Plate = ({ children }: { readonly children: ReactNode }) => (
  <span className={`mono ${classes.plate}`}>{children}</span>
);

/** Where something is, its last part strong, shortened from the left. */
export function Path({ parts }: { readonly parts: readonly string[] }) {
  const above = parts.slice(0, -1);
  return (
    <span className={classes.path} title={parts.join(' › ')}>
      {above.length > 0 && (
        <span className={classes.above}>
          <bdi>{above.join(' › ')}</bdi>
        </span>
      )}
      {above.length > 0 && <span className={classes.step}>{'›'}</span>}
      <b>{parts.at(-1)}</b>
    </span>
  );
}

interface QuantityProps {
  /** A decimal string. */
  readonly value: string;
  readonly unit?: string;
  /** Nothing left where something should be: said in vermilion. */
  readonly out?: boolean;
}

export function Quantity({ value, unit, out = false }: QuantityProps) {
  const { i18n } = useTranslation();
  const { negative, whole, fraction } = shown(value, i18n.language);
  return (
    <span className={classes.quantity} data-out={out || undefined}>
      {negative && '−'}
      {whole}
      {fraction && <span className={classes.fraction}>{fraction}</span>}
      {unit !== undefined && <span className={classes.unit}>{unit}</span>}
    </span>
  );
}

/** Relative on the screen, the exact time on hover, on focus and in print. */
export function Time({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  const exact = exactly(at, i18n.language);
  return (
    <time dateTime={at} title={exact} className={classes.time}>
      <span className="no-print">{ago(at, i18n.language)}</span>
      <span className={classes.exact}>{exact}</span>
    </time>
  );
}

export const Nothing = () => <span className={classes.nothing}>–</span>;

export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <kbd className={classes.kbd}>{children}</kbd>
);

const ICONS = {
  low: IconAlertTriangle,
  out: IconCircleX,
  held: IconLock,
  transit: IconTruck,
  service: IconTool,
} as const;

/** An exception, in colour, icon and word. The normal state has none. */
export function Tag({
  state,
  children,
}: {
  readonly state: keyof typeof ICONS;
  readonly children: ReactNode;
}) {
  const Icon = ICONS[state];
  return (
    <span className={`${classes.tag} ${classes[state]}`}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}
