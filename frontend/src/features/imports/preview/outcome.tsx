import type { ImportKind, Outcome } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '@/ui/facts';
import classes from '../imports.module.css';

type Count = Exclude<keyof Outcome, 'left_out'>;

/** What such a file can do at all; rows that change nothing come last. */
const COUNTS: Record<ImportKind, readonly Count[]> = {
  items: ['items_created', 'items_changed', 'categories_created', 'rows_unchanged'],
  locations: ['locations_created', 'locations_changed', 'rows_unchanged'],
  stock: [
    'levels_raised',
    'levels_lowered',
    'items_created',
    'items_changed',
    'categories_created',
    'locations_created',
    'rows_unchanged',
  ],
};

export function OutcomeFacts({
  outcome,
  kind,
}: {
  readonly outcome: Outcome;
  readonly kind: ImportKind;
}) {
  const { t, i18n } = useTranslation('imports');
  const said = new Intl.NumberFormat(i18n.language);
  return (
    <Facts>
      {COUNTS[kind].map((count) => (
        <Fact key={count} name={t(`counts.${count}`)}>
          <span className={classes.count} data-none={outcome[count] === 0 || undefined}>
            {said.format(outcome[count])}
          </span>
        </Fact>
      ))}
    </Facts>
  );
}
