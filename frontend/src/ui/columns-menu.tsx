import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { prefer, usePreferences } from '@/shared/preferences';
import { GhostButton } from './button';
import type { Column } from './data-list/data-list';
import { Menu } from './menu';

interface ColumnsMenuProps {
  /** Name of the list that the choice is kept under. */
  readonly list: string;
  readonly columns: readonly Pick<Column<never>, 'id' | 'header'>[];
}

/** Which columns a list shows; the first one always. */
export function ColumnsMenu({ list, columns }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const { columns: chosen } = usePreferences();
  const all = columns.map((column) => column.id);
  const shown = chosen[list] ?? all;
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    prefer({ columns: { ...chosen, [list]: all.filter((one) => next.includes(one)) } });
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <GhostButton>
          <IconColumns3 size={16} aria-hidden />
          {t('columns')}
        </GhostButton>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map(({ id, header }) => (
          <Menu.CheckboxItem
            key={id}
            checked={shown.includes(id)}
            onChange={() => toggle(id)}
            closeMenuOnClick={false}
          >
            {header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The columns that this person wants to see in the list. */
export function useChosen<Row>(
  list: string,
  columns: readonly Column<Row>[],
): readonly Column<Row>[] {
  const { columns: chosen } = usePreferences();
  const wanted = chosen[list];
  return wanted ? columns.filter(({ id }, index) => index === 0 || wanted.includes(id)) : columns;
}
