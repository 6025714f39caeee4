import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  /** The fact, in one sentence: "Nothing is low". */
  readonly fact: string;
  readonly hint?: ReactNode;
  /** The one thing to do about it. */
  readonly action?: ReactNode;
}

export const EmptyState = ({ fact, hint, action }: EmptyStateProps) => (
  <div className={classes.empty}>
    <h2>{fact}</h2>
    {hint != null && <p>{hint}</p>}
    {action}
  </div>
);
