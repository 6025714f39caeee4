import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/shared/preferences';
import type { End, Rows } from '@/shared/queries/use-rows';
import { ProblemStrip } from '../problems';
import { usePhone } from '../use-phone';
import { Above } from './above';
import classes from './data-list.module.css';
import { extent } from './extent';
import { Foot } from './foot';
import { Cards, Table } from './rows';
import { useAnchor } from './use-anchor';
import { useChanged } from './use-changed';
import { useKeys } from './use-keys';
import { usePrinting } from './use-printing';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Read aloud, not seen. */
  readonly hidden?: boolean;
  readonly align?: 'right';
  readonly cell: (row: Row) => ReactNode;
  /** Name of the API's sort key, without its sign. */
  readonly sort?: string;
  /** Given up when the list is narrower than this many pixels. */
  readonly below?: 900 | 700;
}

export interface Selection {
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Adds these. */
  readonly add: (ids: readonly string[]) => void;
}

export interface DataListProps<Row extends { readonly id: string }> {
  readonly label: string;
  readonly list: Rows<Row>;
  readonly columns: readonly Column<Row>[];
  /** The row on a phone. */
  readonly card: (row: Row) => ReactNode;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onOpen: (row: Row) => void;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  readonly selection?: Selection;
  /** Rows of an open sheet and the like. */
  readonly marked?: (row: Row) => boolean;
}

const HEIGHTS = { compact: 32, normal: 44, comfortable: 56 } as const;
const PHONE_HEIGHT = 64;
const HEAD_HEIGHT = 35;
const NEAR = 30;

/** A list of any length: rows under virtual scrolling, pages fetched as they come near. */
export function DataList<Row extends { readonly id: string }>(props: DataListProps<Row>) {
  const { list, columns, label, empty, selection } = props;
  const { t } = useTranslation();
  const phone = usePhone();
  const printing = usePrinting();
  const { density } = usePreferences();
  const height = phone ? PHONE_HEIGHT : HEIGHTS[density];
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 8,
    onChange: ({ range }) => {
      if (!range) return;
      if (list.below.more && range.endIndex > list.rows.length - NEAR) list.below.load();
      if (list.above.more && range.startIndex < NEAR) list.above.load();
    },
  });
  useAnchor(scroll, list, height);
  const changed = useChanged(list);

  const move = (to: number) => {
    const index = Math.min(Math.max(to, 0), list.rows.length - 1);
    setActive(index);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus(),
    );
  };
  const wanted = useRef<End | null>(null);
  const go = (to: End) => {
    const edge = to === 'start' ? list.above : list.below;
    if (!edge.more) return move(to === 'start' ? 0 : list.rows.length - 1);
    wanted.current = to;
    list.jump(to);
  };
  useEffect(() => {
    if (wanted.current === null || list.stale || list.waiting) return;
    move(wanted.current === 'start' ? 0 : list.rows.length - 1);
    wanted.current = null;
  });
  const pickedLast = useRef<string>(null);
  const row = list.rows[active];
  useKeys(list.rows.length > 0, selection !== undefined, {
    // from outside one comes to the row that one left
    step: (by) => move(scroll.current?.querySelector('[data-index]:focus') ? active + by : active),
    open: () => row && props.onOpen(row),
    pick: () => {
      move(active);
      if (!row) return;
      selection?.toggle(row.id);
      pickedLast.current = row.id;
    },
    pickTo: () => {
      move(active);
      const from = list.rows.findIndex(({ id }) => id === pickedLast.current);
      const [first, last] = [from < 0 ? active : from, active].sort((a, b) => a - b);
      selection?.add(list.rows.slice(first, (last ?? active) + 1).map(({ id }) => id));
      pickedLast.current = row?.id ?? null;
    },
  });
  const keys = new Map([
    ['ArrowDown', () => move(active + 1)],
    ['ArrowUp', () => move(active - 1)],
    ['PageDown', () => move(active + 10)],
    ['PageUp', () => move(active - 10)],
    ['Home', () => go('start')],
    ['End', () => go('end')],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys.get(event.key);
    if (!act || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    act();
  };

  if (list.error && list.rows.length === 0) {
    return <ProblemStrip error={list.error} retry={list.retry} />;
  }
  if (list.waiting) return <p className={classes.waiting}>{t('loading')}</p>;
  if (list.rows.length === 0) return <>{empty}</>;
  const shown = printing
    ? list.rows.map((_, index) => ({ index, start: 0, end: 0 }))
    : virtual.getVirtualItems();
  const pad = printing
    ? { before: 0, after: 0 }
    : {
        before: shown[0]?.start ?? 0,
        after: virtual.getTotalSize() - (shown.at(-1)?.end ?? 0),
      };
  const common = { ...props, shown, pad, height, active, changed, onActive: setActive };
  const seen = extent(
    {
      scrolled: virtual.scrollOffset ?? 0,
      room: (virtual.scrollRect?.height ?? 0) - HEAD_HEIGHT,
      height,
    },
    list,
  );
  return (
    <>
      {list.error && <ProblemStrip error={list.error} retry={list.retry} />}
      <Above
        rows={list.rows}
        changed={changed}
        first={Math.floor((virtual.scrollOffset ?? 0) / height)}
        onGo={move}
      />
      <section
        ref={scroll}
        className={classes.scroll}
        aria-label={label}
        aria-busy={list.stale}
        data-stale={list.stale || undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {phone && !printing ? <Cards {...common} /> : <Table {...common} columns={columns} />}
      </section>
      <Foot list={list} seen={seen} canPick={selection !== undefined} />
    </>
  );
}
