import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Fault, Problem } from '@/shared/api/problem';
import { Button } from './button';
import classes from './problems.module.css';

/** The sentence for a problem in the person's language, else the server's own. */
export function useSaid(): (problem: Problem) => string {
  const { t, i18n } = useTranslation();
  return (problem) => {
    const key = `errors.${problem.code}`;
    if (i18n.exists(key, { ns: 'common' })) return t(key as 'errors.offline');
    return problem.message || t('errors.unexpected');
  };
}

interface ProblemStripProps {
  readonly error: unknown;
  /** Sends the same request again, with the same idempotency key. */
  readonly retry?: () => void;
  /** Faults that no visible field shows. */
  readonly rest?: readonly Fault[];
}

/** What happened and what to do, where it happened. Announced at once, stays until it is settled. */
export function ProblemStrip({ error, retry, rest = [] }: ProblemStripProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const problem = Problem.of(error);
  return (
    <div role="alert" className={classes.strip}>
      <div className={classes.words}>
        <b>{problem.unsent && retry ? t('errors.notSent') : said(problem)}</b>
        {rest.length > 0 && (
          <ul>
            {rest.map((fault) => (
              <li key={fault.pointer}>
                {fault.message} <span className="mono">{fault.pointer}</span>
              </li>
            ))}
          </ul>
        )}
        {problem.status >= 500 && <Details problem={problem} />}
      </div>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}

function Details({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const details = `${problem.status} ${problem.code} ${problem.requestId ?? ''}`.trim();
  const copy = () => navigator.clipboard.writeText(details).then(() => setCopied(true));
  return (
    <span className={classes.details}>
      <span className="mono">{details}</span>
      <button type="button" onClick={copy}>
        {copied ? t('copied') : t('copyDetails')}
      </button>
    </span>
  );
}
