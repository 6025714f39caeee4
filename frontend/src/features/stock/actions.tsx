import { IconArrowBarToDown, IconArrowBarUp, IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { organizationRoute, type Sheet, useCan } from '@/shared/routes/organization';
import { useOpenSheet } from '@/shared/sheet/opening';
import { Button } from '@/ui';

const ACTIONS = [
  { sheet: 'issue', word: 'issue', may: 'stock:issue', icon: IconArrowBarUp },
  { sheet: 'transfer', word: 'move', may: 'stock:transfer', icon: IconArrowsExchange },
  { sheet: 'receive', word: 'receive', may: 'stock:receive', icon: IconArrowBarToDown },
] as const;

/** Opens a sheet over the page that one is on; on a phone the main one alone. */
export function SheetActions({ only }: { readonly only?: Sheet }) {
  const { t } = useTranslation('stock');
  const can = useCan();
  const openSheet = useOpenSheet();
  const { do: open } = organizationRoute.useSearch();
  return ACTIONS.filter(
    ({ sheet, may }) => can(may) && sheet !== open && (!only || sheet === only),
  ).map(({ sheet, word, icon: Icon }) => (
    <Button
      key={sheet}
      variant={sheet === 'receive' ? 'filled' : 'default'}
      className={sheet === 'receive' ? undefined : 'wide-only'}
      leftSection={<Icon size={17} aria-hidden />}
      onClick={() => openSheet(sheet)}
    >
      {t(word)}
    </Button>
  ));
}
