import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganization } from '@/shared/routes/organization';
import { Plate, ProblemStrip } from '@/ui';
import { usePhone } from '@/ui/use-phone';
import { KindIcon } from './kind-icon';
import classes from './place-tree.module.css';
import { type TreeRow, typedAhead } from './tree';
import { usePlacesTree } from './use-tree';

interface PlaceTreeProps {
  /** The place of the page: it is shown and marked. */
  readonly chosen?: { readonly id: string; readonly path: readonly string[] } | undefined;
}

const TYPING_MS = 600;
const NEAR = 20;

/** All places, as they stand in one another. Arrow keys, Home, End and typing move in it. */
export function PlaceTree({ chosen }: PlaceTreeProps) {
  const { t } = useTranslation('locations');
  const { t: common } = useTranslation();
  const phone = usePhone();
  const { rows, list, toggle } = usePlacesTree(chosen);
  const scroll = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const goal = useRef<string>(null);
  const [focused, setFocused] = useState<string>();
  const active = Math.max(
    0,
    rows.findIndex((row) => row.id === (focused ?? chosen?.id)),
  );
  const height = phone ? 52 : 32;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
    onChange: ({ range }) => {
      if (range && list.below.more && range.endIndex > rows.length - NEAR) list.below.load();
    },
  });

  // a line far away is there only once it was scrolled to
  useEffect(() => {
    const line = goal.current && document.getElementById(`at-${goal.current}`);
    if (!line) return;
    goal.current = null;
    line.focus();
  });

  const goTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    goal.current = row.id;
    setFocused(row.id);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const inward = (row: TreeRow) => (row.open === false ? toggle(row.id, true) : goTo(active + 1));
  const outward = (row: TreeRow) =>
    row.open
      ? toggle(row.id, false)
      : goTo(row.parent === null ? active : rows.findIndex(({ id }) => id === row.parent));
  const acts = new Map<string, (row: TreeRow) => void>([
    ['ArrowDown', () => goTo(active + 1)],
    ['ArrowUp', () => goTo(active - 1)],
    ['ArrowRight', (row) => row.open !== null && inward(row)],
    ['ArrowLeft', outward],
    ['Home', () => goTo(0)],
    ['End', () => goTo(rows.length - 1)],
  ]);
  const typing = () => Date.now() - typed.current.at < TYPING_MS;
  const typeAhead = (key: string) => {
    const text = typing() ? typed.current.text + key : key;
    typed.current = { text, at: Date.now() };
    const found = typedAhead(rows, active, text);
    if (found >= 0) goTo(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts.get(event.key);
    if (act) act(row);
    else if (event.key.length === 1 && (event.key !== ' ' || typing())) typeAhead(event.key);
    else return;
    event.preventDefault();
    // a letter means a place here, not a shortcut
    event.stopPropagation();
  };

  if (list.error && rows.length === 0)
    return <ProblemStrip error={list.error} retry={list.retry} />;
  if (list.waiting) return <p className={classes.waiting}>{common('loading')}</p>;
  return (
    <div ref={scroll} className={classes.scroll}>
      <div
        role="tree"
        aria-label={t('tree')}
        className={classes.tree}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <Line
                key={row.id}
                row={row}
                style={{ height, transform: `translateY(${start}px)` }}
                tabIndex={index === active ? 0 : -1}
                current={row.id === chosen?.id}
                onFocus={() => setFocused(row.id)}
                onToggle={() => toggle(row.id, row.open === false)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly row: TreeRow;
  readonly style: { readonly height: number; readonly transform: string };
  readonly tabIndex: number;
  readonly current: boolean;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
}

function Line({ row, style, tabIndex, current, onFocus, onToggle }: LineProps) {
  const { slug } = useOrganization();
  const Chevron = row.open ? IconChevronDown : IconChevronRight;
  return (
    <Link
      to="/$organization/locations/$location"
      params={{ organization: slug, location: row.id }}
      role="treeitem"
      id={`at-${row.id}`}
      className={classes.line}
      style={{ ...style, paddingLeft: 8 + (row.level - 1) * 18 }}
      tabIndex={tabIndex}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={current}
      {...(row.open === null ? {} : { 'aria-expanded': row.open })}
      onFocus={onFocus}
    >
      {/* by keyboard it is the arrow keys */}
      <span
        aria-hidden
        className={classes.chevron}
        onClick={(event) => {
          if (row.open === null) return;
          event.preventDefault();
          onToggle();
        }}
      >
        {row.open !== null && <Chevron size={16} />}
      </span>
      <KindIcon kind={row.kind} />
      <span className={classes.name}>{row.name}</span>
      {row.code !== null && <Plate>{row.code}</Plate>}
    </Link>
  );
}
