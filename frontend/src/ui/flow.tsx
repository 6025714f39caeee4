import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './flow.module.css';

/** From one place to another. */
export function Flow({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.flow}>
      <span>{from}</span>
      <IconArrowRight size={14} stroke={1.75} role="img" aria-label={t('to')} />
      <b>{to}</b>
    </span>
  );
}
