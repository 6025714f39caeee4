import { type ReactNode, useEffect, useRef } from 'react';
import { Mark } from '@/ui/mark';
import classes from './frame.module.css';

/** The quiet page around sign-in, sign-up, first run and what links of mails lead to. */
export function Frame({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(title);
  useEffect(() => {
    if (before.current === title) return;
    before.current = title;
    // another page in the same place: say so, unless a field of it is waiting already
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <main className={classes.frame}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Mark />
          Quartermaster
        </div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
