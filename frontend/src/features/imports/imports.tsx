import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/routes/organization';
import { Page, Pane } from '@/ui';
import { Exports } from './exports';
import { NewImport } from './new-import';
import { PastImports } from './past-imports';

/** Spreadsheets in and out. */
export function Imports() {
  const { t } = useTranslation('imports');
  const can = useCan();
  const may = can('imports:run');
  return (
    <Page title={may ? t('title') : t('exports')}>
      <Pane>
        {may && <NewImport />}
        {can('exports:run') && <Exports />}
        {may && <PastImports />}
      </Pane>
    </Page>
  );
}
