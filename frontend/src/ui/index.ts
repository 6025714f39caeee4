import './mantine.css';

/** What every page may use. Menus, dialogs and pickers are heavier: import them by their own path. */
export { Button, type ButtonProps, GhostButton, IconButton } from './button';
export { EmptyState } from './empty-state';
export { Checkbox, Choice, Labelled, PasswordField, TextArea, TextField } from './field';
export { Gauge } from './gauge';
export { Kbd, Nothing, Path, Plate, Quantity, Tag, Time } from './marks';
export { Card, Page, Pane } from './page';
export { ProblemStrip, useSaid } from './problems';
export { QuantityField } from './quantity-field';
export { Toasts } from './toasts';
