import type { ReactNode } from 'react';
import classes from './tab-links.module.css';

interface TabLinksProps {
  readonly label: string;
  /** Links; the one of the page has `aria-current`. */
  readonly children: ReactNode;
}

/** Views of one thing, side by side; each has its address. */
export const TabLinks = ({ label, children }: TabLinksProps) => (
  <nav className={`${classes.tabs} no-print`} aria-label={label}>
    {children}
  </nav>
);

/** How many rows lie behind a tab. */
export const TabCount = ({ children }: { readonly children: ReactNode }) => (
  <span className={classes.count}>{children}</span>
);
