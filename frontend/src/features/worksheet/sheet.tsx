import { IconCamera, IconX } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { type Command, useCommands } from '@/shared/commands';
import { type Sheet as Kind, useCan, useOrganization } from '@/shared/routes/organization';
import { useScans } from '@/shared/scan';
import { hide, show } from '@/shared/sheet/open-lines';
import { waiting } from '@/shared/sheet/prefill';
import { nameOf } from '@/shared/sheet/things';
import { useStore } from '@/shared/store';
import { EmptyState, GhostButton, IconButton, Kbd, ProblemStrip } from '@/ui';
import { usePhone } from '@/ui/use-phone';
import { effects } from './balances';
import type { Desk } from './desk';
import { FeedbackStrip } from './feedback';
import { KEYS } from './keys';
import { LineRow } from './line';
import { ScanField } from './scan-field';
import classes from './sheet.module.css';
import { SPOTS } from './state';
import { Stub } from './stub';
import { useTrouble } from './trouble';
import { useCommit } from './use-commit';
import { useFeedback } from './use-feedback';
import { useGrammar } from './use-grammar';
import { useLevels } from './use-levels';
import { useReturningFocus } from './use-returning-focus';
import { useSheet } from './use-sheet';
import { WaitingCode } from './waiting-code';
import { Where } from './where';

const Camera = lazy(() =>
  arrived(import('@/ui/camera/camera')).then((loaded) => ({ default: loaded.Camera })),
);

interface SheetProps {
  readonly kind: Kind;
  readonly onClose: () => void;
}

/** A worksheet: takes scans from anywhere, and posts what they say as one act. */
export function Sheet(props: SheetProps) {
  const { t } = useTranslation('worksheet');
  const can = useCan();
  const { kind, onClose } = props;
  if (can(`stock:${kind}`)) return <Open {...props} />;
  return (
    <section className={classes.sheet} data-sheet aria-label={t(`title.${kind}`)}>
      <Head {...props} />
      <EmptyState
        fact={t(`forbidden.${kind}`)}
        hint={t('forbiddenHint')}
        action={<GhostButton onClick={onClose}>{t('close')}</GhostButton>}
      />
    </section>
  );
}

function Open({ kind, onClose }: SheetProps) {
  const { t } = useTranslation('worksheet');
  const { slug } = useOrganization();
  const can = useCan();
  const phone = usePhone();
  const trouble = useTrouble();
  const field = useRef<HTMLInputElement>(null);
  const [watching, setWatching] = useState(false);
  const sheet = useSheet(kind, slug);
  const { state, dispatch } = sheet;
  const [feedback, tell] = useFeedback();
  const levels = useLevels(slug, state);
  const commit = useCommit(sheet, levels, slug, tell, can('stock:reverse'));
  const grammar = useGrammar(sheet, levels, commit, slug, tell, onClose);
  const toField = useCallback(() => field.current?.focus({ preventScroll: true }), []);
  const canMake = can('catalog:write');

  useScans(grammar.scanned);
  useReturningFocus(phone ? null : field);
  const empty = state.lines.length === 0;
  useEffect(() => {
    // the field that had the focus is gone with its line
    if (empty && !phone && document.activeElement === document.body) toField();
  }, [empty, phone, toField]);
  usePrefilled(kind, sheet.dispatch);

  const send = useEffectEvent(() => grammar.commit());
  const title = t(`commit.${kind}`, { count: state.lines.length });
  const own = useRef<() => void>(() => undefined);
  useEffect(() => {
    own.current = () => send();
  }, []);
  useCommands(
    useMemo<readonly Command[]>(
      () => [
        {
          id: 'sheet.commit',
          title,
          group: 'do',
          keys: 'Mod+Enter',
          run: () => own.current(),
        },
      ],
      [title],
    ),
  );

  const done = effects(kind, state, levels.levelsOf);
  const shown = JSON.stringify(done.changes);
  useEffect(() => {
    show(JSON.parse(shown) as typeof done.changes);
    return hide;
  }, [shown]);

  const desk: Desk = {
    organization: slug,
    sheet,
    levelsOf: levels.levelsOf,
    effects: done,
    commit,
    toField,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
  };
  const wheres = {
    to: commit.gaps.some((gap) => gap.at === 'sheet' && gap.lacks === 'to')
      ? t('lacks.to')
      : commit.gaps.some((gap) => gap.at === 'sheet' && gap.lacks === 'same')
        ? t('lacks.same')
        : undefined,
    from: undefined,
  };
  const isNew = state.lines.length === 0 && state.waiting.length === 0;
  return (
    <section
      className={classes.sheet}
      data-sheet
      aria-label={t(`title.${kind}`)}
      onKeyDown={onKeyDown}
    >
      <Head kind={kind} onClose={onClose} />
      <div className={classes.wheres}>
        {SPOTS[kind].map((spot) => (
          <Where
            key={spot}
            organization={slug}
            label={t(`where.${kind}.${spot}` as 'where.receive.to')}
            place={state[spot]}
            otherwise={
              kind === 'receive' && levels.only
                ? nameOf(levels.only)
                : t(`whereElse.${kind}.${spot}` as 'whereElse.receive.to')
            }
            error={wheres[spot]}
            onPlace={(place) => {
              dispatch({ do: 'pickPlace', spot, place });
              toField();
            }}
          />
        ))}
      </div>
      <div className={classes.scan}>
        <ScanField
          ref={field}
          organization={slug}
          grammar={grammar}
          counting={state.current !== null}
          canMake={canMake}
        />
        <button
          type="button"
          className={`${classes.camera} phone-only`}
          aria-label={t('camera')}
          aria-pressed={watching}
          onClick={() => setWatching(!watching)}
        >
          <IconCamera size={22} aria-hidden />
        </button>
      </div>
      {watching && (
        <div className={classes.watching}>
          <Suspense>
            <Camera />
          </Suspense>
        </div>
      )}
      <FeedbackStrip feedback={feedback} />
      {state.times === '10' && <p className={classes.note}>{t('timesTen')}</p>}
      {sheet.restored && !isNew && <p className={classes.note}>{t('restored')}</p>}
      {trouble && (
        <div className={classes.trouble}>
          <ProblemStrip error={trouble.error} retry={trouble.retry} />
        </div>
      )}
      {state.waiting.length > 0 && (
        <ul className={classes.waitings} aria-label={t('waiting.title')}>
          {state.waiting.map((code) => (
            <WaitingCode
              key={code.code}
              organization={slug}
              sheet={sheet}
              grammar={grammar}
              canMake={canMake}
              code={code}
            />
          ))}
        </ul>
      )}
      <form
        ref={commit.submit.form}
        className={classes.body}
        onSubmit={(event) => event.preventDefault()}
      >
        <ul className={classes.lines} aria-label={t('lines', { count: state.lines.length })}>
          {state.lines
            .map((line, index) => <LineRow key={line.id} desk={desk} line={line} index={index} />)
            .reverse()}
          {isNew && <li className={classes.empty}>{t(`empty.${kind}`)}</li>}
        </ul>
        <Stub
          desk={desk}
          onCommit={grammar.commit}
          onClear={() => {
            dispatch({ do: 'clear' });
            toField();
          }}
        />
      </form>
    </section>
  );
}

function Head({ kind, onClose }: SheetProps) {
  const { t } = useTranslation('worksheet');
  return (
    <header className={classes.head}>
      <h2>{t(`title.${kind}`)}</h2>
      <span className="wide-only" aria-hidden>
        <Kbd>{KEYS[kind]}</Kbd>
      </span>
      <IconButton label={t('close')} onClick={onClose}>
        <IconX size={20} />
      </IconButton>
    </header>
  );
}

/** Takes the lines that were put aside for this sheet, once. */
function usePrefilled(kind: Kind, dispatch: Desk['sheet']['dispatch']): void {
  const prefilled = useStore(waiting);
  useEffect(() => {
    if (prefilled?.sheet !== kind || waiting.get() !== prefilled) return;
    waiting.set(null);
    for (const { item, place, lot, quantity } of prefilled.lines) {
      dispatch({ do: 'add', item, place, quantity, ...(lot === null ? {} : { lot }) });
    }
  }, [prefilled, kind, dispatch]);
}
