import {
  Checkbox as BaseCheckbox,
  type CheckboxProps,
  Input,
  NativeSelect,
  type NativeSelectProps,
  PasswordInput,
  type PasswordInputProps,
  Textarea,
  type TextareaProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './field.module.css';

/** The look of a field, for controls that are made elsewhere in `ui`. */
export const fieldStyles = {
  input: classes.input ?? '',
  label: classes.label ?? '',
  error: classes.error ?? '',
};

export const TextField = (props: TextInputProps) => (
  <TextInput withAsterisk={false} classNames={fieldStyles} {...props} />
);

export const PasswordField = (props: PasswordInputProps) => (
  <PasswordInput
    withAsterisk={false}
    aria-invalid={props.error ? true : undefined}
    classNames={{ ...fieldStyles, innerInput: classes.inner ?? '' }}
    {...props}
  />
);

export const TextArea = (props: TextareaProps) => <Textarea classNames={fieldStyles} {...props} />;

export const Choice = (props: NativeSelectProps) => (
  <NativeSelect classNames={fieldStyles} {...props} />
);

export const Checkbox = (props: CheckboxProps) => (
  <BaseCheckbox
    size="xs"
    classNames={{ input: classes.check ?? '', label: classes.text ?? '' }}
    {...props}
  />
);

interface LabelledProps {
  readonly label: string;
  readonly error?: ReactNode;
  readonly children: ReactNode;
  readonly id: string;
}

/** Label and error around a control of our own. */
export const Labelled = ({ label, error, children, id }: LabelledProps) => (
  <Input.Wrapper label={label} error={error} id={id} classNames={{ label: classes.label ?? '' }}>
    {children}
  </Input.Wrapper>
);
