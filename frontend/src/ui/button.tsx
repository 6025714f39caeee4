import {
  ActionIcon,
  type ActionIconProps,
  Button as Base,
  type ButtonProps as BaseProps,
} from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import classes from './button.module.css';

export type ButtonProps = BaseProps & Omit<ComponentPropsWithRef<'button'>, keyof BaseProps>;

/** Filled for the one thing to do here; `variant="default"` for the others. */
export function Button(props: ButtonProps) {
  return <Base type="button" classNames={{ root: classes.root ?? '' }} {...props} />;
}

export type IconButtonProps = Omit<ActionIconProps, 'children'> &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & {
    /** What it does, for those who cannot see the icon. */
    readonly label: string;
    readonly children: ReactNode;
  };

export function IconButton({ label, ...props }: IconButtonProps) {
  return (
    <ActionIcon
      type="button"
      variant="subtle"
      aria-label={label}
      title={label}
      classNames={{ root: classes.icon ?? '' }}
      {...props}
    />
  );
}

/** A quiet button among text and filters. */
export function GhostButton({ className = '', ...props }: ComponentPropsWithRef<'button'>) {
  return <button type="button" className={`${classes.ghost} ${className}`} {...props} />;
}
