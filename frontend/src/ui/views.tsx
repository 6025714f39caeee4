import type { ReactNode } from 'react';
import classes from './views.module.css';

interface ViewsProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Views of a list by name, the current one underlined. */
export const Views = ({ label, children }: ViewsProps) => (
  <nav className={`${classes.views} no-print`} aria-label={label}>
    {children}
  </nav>
);
