import { useNavigate } from '@tanstack/react-router';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { useOtherScans } from '@/shared/scan';
import { sheetOf } from '@/shared/scan/commands';
import { useOpenSheet } from '@/shared/sheet/opening';

/** Opens what is scanned where no part of the page waits for scans. */
export function useOpeningScans(): void {
  const { slug } = useOrganization();
  const can = useCan();
  const navigate = useNavigate();
  const open = useOpenSheet();
  useOtherScans(({ code, alternative }) => {
    const sheet = sheetOf(code) ?? sheetOf(alternative ?? '');
    if (sheet && can(`stock:${sheet}`)) {
      open(sheet);
      return;
    }
    void navigate({
      to: '/$organization/scan',
      params: { organization: slug },
      search: { code, ...(alternative === null ? {} : { alternative }) },
    });
  });
}
