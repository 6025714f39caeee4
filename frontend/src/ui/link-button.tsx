import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';
import classes from './link-button.module.css';

/** Leads to another page and looks like a button beside buttons. */
export const LinkButton = createLink(({ className = '', ...props }: ComponentPropsWithRef<'a'>) => (
  <a className={`${classes.link} ${className}`} {...props} />
));
