import { exportStock } from '@quartermaster/api-client';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { save } from '@/shared/files/save';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { GhostButton, ProblemStrip } from '@/ui';

/** Every balance of the organization as a spreadsheet. */
export function ExportStock() {
  const { t } = useTranslation('stock');
  const can = useCan();
  const { slug } = useOrganization();
  const { submit, pending, problem } = useSubmit(async () => {
    const { data } = await exportStock({
      path: { organization: slug },
      parseAs: 'blob',
      throwOnError: true,
    });
    save(data as unknown as Blob, `${slug}-stock.csv`);
  });
  if (!can('exports:run')) return null;
  return (
    <>
      {problem && <ProblemStrip error={problem} retry={() => void submit()} />}
      <GhostButton disabled={pending} onClick={() => void submit()}>
        <IconDownload size={16} aria-hidden />
        {t('export')}
      </GhostButton>
    </>
  );
}
