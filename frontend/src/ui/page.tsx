import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** What one came to do: at the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Heading and what belongs under it; a list brings its own scrolling (`scrolling={false}`). */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        {subtitle != null && <span className={classes.subtitle}>{subtitle}</span>}
        {actions != null && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** The part of a page that scrolls, for forms and facts. */
export const Pane = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.pane}>{children}</div>
);

export const Card = ({
  title,
  children,
  actions,
}: {
  readonly title?: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) => (
  <section className={classes.card} {...(title ? { 'aria-label': title } : {})}>
    {(title || actions) && (
      <header className={classes.cardHead}>
        {title && <h2>{title}</h2>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
    )}
    {children}
  </section>
);
