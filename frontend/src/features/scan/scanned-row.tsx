import type { ScanMatch } from '@quartermaster/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sum } from '@/shared/format/quantity';
import { type Sheet, useOrganization } from '@/shared/routes/organization';
import { useOpenSheet } from '@/shared/sheet/opening';
import { prefill } from '@/shared/sheet/prefill';
import { Button, Path, Plate, ProblemStrip, Quantity } from '@/ui';
import { found } from './found';
import type { Recent } from './recent';
import classes from './scan.module.css';

/** A code that was scanned, all that it stands for, and what may be done with it. */
export function ScannedRow({ code }: { readonly code: Recent }) {
  const { t } = useTranslation('scan');
  const { slug } = useOrganization();
  const { data, error, isPending, refetch } = useQuery(found(slug, code));
  if (data && data.length > 0) {
    return data.map((match) => <MatchRow key={match.id} match={match} />);
  }
  return (
    <li className={classes.row} data-unknown={data === null || undefined}>
      <span className={classes.what}>
        <Plate>{code.code}</Plate>
        {isPending && <span>{t('lookingUp')}</span>}
        {data === null && (
          <>
            <b>{t('unknown')}</b>
            <span className={classes.hint}>{t('unknownHint')}</span>
          </>
        )}
        {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      </span>
    </li>
  );
}

function MatchRow({ match }: { readonly match: ScanMatch }) {
  const { t } = useTranslation('scan');
  const { slug } = useOrganization();
  const open = useOpenSheet();
  const { item } = match;
  const start = (kind: Sheet) => {
    if (item) {
      const place =
        match.kind === 'lot' && match.levels.length === 1 && match.levels[0] && kind !== 'receive'
          ? { id: match.levels[0].location_id, path: match.levels[0].location_path }
          : null;
      prefill(kind, [
        {
          item: { ...item, hasLots: item.has_lots },
          place,
          lot: match.kind === 'lot' ? match.code : null,
          quantity: '1',
        },
      ]);
    }
    open(kind);
  };
  return (
    <li className={classes.row}>
      <span className={classes.what}>
        <b>{match.title}</b>
        <Plate>{match.code}</Plate>
        {match.place.length > 0 ? (
          <Path parts={match.place} />
        ) : (
          <span className={classes.hint}>
            {match.levels.length === 0
              ? t('nowhere')
              : t('places', { count: new Set(match.levels.map((one) => one.location_id)).size })}
          </span>
        )}
        {match.archived && <span className={classes.hint}>{t('archived')}</span>}
      </span>
      {item && <Quantity value={sum(match.levels.map((one) => one.on_hand))} unit={item.unit} />}
      <span className={classes.actions}>
        {item &&
          match.allowed.map((kind) => (
            <Button
              key={kind}
              variant="default"
              size="xs"
              aria-label={`${t(`actions.${kind}`)}: ${match.title}`}
              onClick={() => start(kind)}
            >
              {t(`actions.${kind}`)}
            </Button>
          ))}
        {item ? (
          <Link
            to="/$organization/items/$item"
            params={{ organization: slug, item: item.id }}
            aria-label={`${t('open')}: ${match.title}`}
          >
            {t('open')}
          </Link>
        ) : (
          <Link
            to="/$organization/locations/$location"
            params={{ organization: slug, location: match.id }}
            aria-label={`${t('open')}: ${match.title}`}
          >
            {t('open')}
          </Link>
        )}
      </span>
    </li>
  );
}
