import { useNavigate } from '@tanstack/react-router';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { useOtherScans } from '@/shared/scan';
import { sheetOf } from '@/shared/scan/commands';

/** Opens what is scanned where no part of the page waits for scans. */
export function useOpeningScans(): void {
  const { slug } = useOrganization();
  const can = useCan();
  const navigate = useNavigate();
  useOtherScans(({ code, alternative }) => {
    const sheet = sheetOf(code) ?? sheetOf(alternative ?? '');
    if (sheet && can(`stock:${sheet}`)) {
      void navigate({ to: '.', search: (now) => ({ ...now, do: sheet }) });
      return;
    }
    void navigate({
      to: '/$organization/scan',
      params: { organization: slug },
      search: { code, ...(alternative === null ? {} : { alternative }) },
    });
  });
}
