import type { ReactNode } from 'react';
import { Mark } from '@/ui/mark';
import classes from './frame.module.css';

/** The quiet page around sign-in, sign-up and first run. */
export const Frame = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <main className={classes.frame}>
    <div className={classes.card}>
      <div className={classes.brand}>
        <Mark />
        Quartermaster
      </div>
      <h1>{title}</h1>
      {children}
    </div>
  </main>
);
