import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { asText } from '@/shared/format/quantity';
import { Button, GhostButton, Kbd, ProblemStrip, TextField } from '@/ui';
import type { Desk } from './desk';
import { totals } from './posting';
import classes from './sheet.module.css';
import { useReasons } from './use-reasons';

interface StubProps {
  readonly desk: Desk;
  readonly onCommit: () => void;
  readonly onClear: () => void;
}

/** What is torn off: reference, reason, totals, and the one commit. */
export function Stub({ desk: { organization, sheet, commit }, onCommit, onClear }: StubProps) {
  const { t, i18n } = useTranslation('worksheet');
  const { kind, state, dispatch } = sheet;
  const { submit } = commit;
  const reasons = useReasons(organization, kind);
  const list = useId();
  const count = state.lines.length;
  const lacksReason = commit.gaps.some(({ lacks }) => lacks === 'reason');
  const { problem, rest } = submit;
  // what stands on a line or beside a field is not said twice
  const unsaid = problem && (problem.faults.length === 0 || rest.length > 0) ? problem : null;
  return (
    <footer className={classes.stub}>
      <div className={classes.notes}>
        <TextField
          label={t(`reference.${kind}`)}
          name="reference"
          error={submit.fault('reference')}
          autoComplete="off"
          value={state.reference}
          onChange={(event) => dispatch({ do: 'note', reference: event.currentTarget.value })}
        />
        <TextField
          label={t('reason')}
          name="reason"
          error={submit.fault('reason') ?? (lacksReason ? t('lacks.reason') : undefined)}
          required={kind === 'adjust'}
          list={list}
          autoComplete="off"
          value={state.reason}
          onChange={(event) => dispatch({ do: 'note', reason: event.currentTarget.value })}
        />
        <datalist id={list}>
          {reasons.map((reason) => (
            <option key={reason} value={reason} />
          ))}
        </datalist>
      </div>
      <div className={classes.act}>
        {unsaid && (
          <ProblemStrip
            error={unsaid}
            rest={rest}
            {...(unsaid.passing || unsaid.status >= 500 ? { retry: onCommit } : {})}
          />
        )}
        <div className={classes.totals}>
          <b>{t('lines', { count })}</b>
          <span>
            {totals(state.lines)
              .map(({ unit, quantity }) => `${asText(quantity, i18n.language)} ${unit}`)
              .join(', ')}
          </span>
          {count > 0 && <GhostButton onClick={onClear}>{t('clear')}</GhostButton>}
        </div>
        <Button
          fullWidth
          disabled={count === 0}
          loading={submit.pending}
          className={classes.go}
          onClick={onCommit}
        >
          {count === 0 ? t(`title.${kind}`) : t(`commit.${kind}`, { count })}
          <span className={`${classes.goKey} wide-only`} aria-hidden>
            <Kbd>Ctrl ↵</Kbd>
          </span>
        </Button>
      </div>
    </footer>
  );
}
