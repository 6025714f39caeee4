import { IconArrowNarrowRight, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { nameOf } from '@/shared/sheet/things';
import { GhostButton, IconButton, Plate, QuantityField } from '@/ui';
import { placeOf, placesWith } from './balances';
import type { Desk } from './desk';
import classes from './line.module.css';
import { LotFields } from './lot-fields';
import { PlaceFinder } from './place-finder';
import { Shortage } from './shortage';
import type { Line, LineChange } from './state';

interface LineProps {
  readonly desk: Desk;
  readonly line: Line;
  /** In what is sent. */
  readonly index: number;
}

export function LineRow({ desk, line, index }: LineProps) {
  const { t } = useTranslation('worksheet');
  const { sheet, commit, levelsOf, organization } = desk;
  const { kind, state, dispatch } = sheet;
  const said = useId();
  const [placing, setPlacing] = useState(false);
  const levels = levelsOf(line.item.id);
  const place = placeOf(kind, line, state, levels);
  const { name } = line.item;
  const change = (changes: LineChange) => dispatch({ do: 'change', id: line.id, change: changes });

  const lacks = (what: 'place' | 'quantity') =>
    commit.gaps.some((gap) => gap.at === 'line' && gap.line === line.id && gap.lacks === what);
  const spot = kind === 'transfer' ? 'from_location_id' : 'location_id';
  const amount = kind === 'adjust' ? 'counted' : 'quantity';
  const faults = {
    quantity: commit.fault(line, amount) ?? (lacks('quantity') ? t('lacks.quantity') : ''),
    place: commit.fault(line, spot) ?? (lacks('place') ? t('lacks.place') : ''),
    line: commit.fault(line) ?? '',
  };
  const isShort =
    commit.submit.problem?.code === 'insufficient_stock' &&
    (commit.fault(line, amount) ?? faults.line) !== '';
  const told = isShort ? [faults.place] : [faults.quantity, faults.place, faults.line];
  const error = told.join(' ').trim();
  return (
    <li data-current={state.current === line.id || undefined} className={classes.line}>
      <fieldset
        name={`lines/${index}`}
        tabIndex={-1}
        onFocus={({ target, currentTarget }) => {
          // the refusal of a whole line: its quantity is where one goes on
          if (target === currentTarget) currentTarget.querySelector('input')?.focus();
        }}
      >
        <legend className="vh">{name}</legend>
        <div className={classes.what}>
          <b>{name}</b>
          {line.item.sku !== null && <Plate>{line.item.sku}</Plate>}
        </div>
        <QuantityField
          labels={{
            quantity: t('quantity.of', { item: name, unit: line.item.unit }),
            less: t('quantity.less', { item: name }),
            more: t('quantity.more', { item: name }),
          }}
          name={`lines/${index}/${amount}`}
          value={line.quantity}
          unit={line.item.unit}
          invalid={faults.quantity !== '' || isShort}
          describedBy={error === '' && !isShort ? undefined : said}
          onChange={(quantity) => change({ quantity })}
          onEnter={desk.toField}
        />
        <LotFields desk={desk} line={line} index={index} place={place} />
        {place === null || placing ? (
          <div className={classes.wide}>
            <PlaceFinder
              organization={organization}
              label={t(`whereOnLine.${kind}`, { item: name })}
              near={placesWith(line, levels)}
              name={`lines/${index}/${spot}`}
              invalid={faults.place !== ''}
              describedBy={error === '' ? undefined : said}
              autoFocus={placing}
              onPick={(chosen) => {
                setPlacing(false);
                change({ place: chosen });
                desk.toField();
              }}
            />
          </div>
        ) : (
          <Balances desk={desk} line={line} onPlace={() => setPlacing(true)} />
        )}
        <div className={classes.tools}>
          {kind === 'receive' && !line.detailed && (
            <GhostButton
              aria-label={`${t('askLot')}: ${name}`}
              onClick={() => change({ detailed: true })}
            >
              {t('askLot')}
            </GhostButton>
          )}
          <IconButton
            label={t('remove', { item: name })}
            size={28}
            onClick={() => {
              dispatch({ do: 'remove', id: line.id });
              desk.toField();
            }}
          >
            <IconX size={16} />
          </IconButton>
        </div>
        <div id={said} className={classes.said}>
          {error !== '' && <p className={classes.error}>{error}</p>}
          {isShort && place && (
            <Shortage
              line={line}
              place={place}
              levels={levels}
              onChange={(changes) => {
                change(changes);
                desk.toField();
              }}
            />
          )}
        </div>
      </fieldset>
    </li>
  );
}

function Balances({
  desk: { effects, sheet },
  line,
  onPlace,
}: {
  readonly desk: Desk;
  readonly line: Line;
  readonly onPlace: () => void;
}) {
  const { t, i18n } = useTranslation('worksheet');
  const shown = (quantity: string) => asText(quantity, i18n.language);
  return (
    <div className={classes.balances}>
      {(effects.balances.get(line.id) ?? []).map(({ place, before, after, refilled }, index) => (
        <span key={place.id} title={place.path.join(' › ')}>
          {index === 0 ? (
            <button
              type="button"
              aria-label={t('changePlace', { place: nameOf(place), item: line.item.name })}
              onClick={onPlace}
            >
              {nameOf(place)}
            </button>
          ) : (
            nameOf(place)
          )}{' '}
          {t('has', { quantity: shown(before) })}
          <IconArrowNarrowRight size={16} aria-label={t('becomes')} />
          <strong data-lacking={compare(after, '0') < 0 || undefined}>{shown(after)}</strong>
          {refilled && sheet.kind === 'receive' && <em>{t('refilled')}</em>}
        </span>
      ))}
    </div>
  );
}
