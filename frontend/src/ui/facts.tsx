import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Names and values side by side. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className={classes.facts}>{children}</dl>
);

/** One of them; nothing to say is said with a dash by whoever gives the value. */
export const Fact = ({
  name,
  wide = false,
  children,
}: {
  readonly name: string;
  /** Over the whole width: long texts. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) => (
  <div className={classes.fact} data-wide={wide || undefined}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
