import { CopyButton } from './copy-button';
import { Plate } from './marks';
import classes from './shown-once.module.css';

/** A secret that no later answer has, to be taken along now. */
export const ShownOnce = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div className={classes.once}>
    <Plate>{text}</Plate>
    <CopyButton text={text} what={what} />
  </div>
);
