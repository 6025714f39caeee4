import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { useDraft } from '@/shared/draft/draft';
import { useOrganization } from '@/shared/routes/organization';
import { type ScannedCode, useScans } from '@/shared/scan';
import { sheetOf } from '@/shared/scan/commands';
import { sound } from '@/shared/scan/tones';
import { useOpenSheet } from '@/shared/sheet/opening';
import { Button, Card, Page, Pane, TextField } from '@/ui';
import { usePhone } from '@/ui/use-phone';
import { found } from './found';
import { NONE, type Recent, remember } from './recent';
import classes from './scan.module.css';
import { ScannedRow } from './scanned-row';
import { ScannerTest } from './scanner-test';

const Camera = lazy(() =>
  arrived(import('@/ui/camera/camera')).then((loaded) => ({ default: loaded.Camera })),
);
const route = getRouteApi('/$organization/scan');

/** Camera and scanner without a sheet: what a code stands for, and what may be done with it. */
export function ScanPage() {
  const { t } = useTranslation('scan');
  const { slug } = useOrganization();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/$organization/scan' });
  const client = useQueryClient();
  const open = useOpenSheet();
  const phone = usePhone();
  const [watching, setWatching] = useState(phone);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState('');
  const { value: recent, set } = useDraft<readonly Recent[]>(`${slug}/scans`, NONE);

  const scanned = async (code: ScannedCode) => {
    const sheet = sheetOf(code.code) ?? sheetOf(code.alternative ?? '');
    if (sheet) return open(sheet);
    const again = recent.some((one) => one.code === code.code);
    set((now) => remember(now, code));
    try {
      const matches = await client.fetchQuery(found(slug, code));
      sound(matches === null ? 'unknown' : again ? 'again' : 'ok');
      setSaid(`${code.code}: ${matches?.[0]?.title ?? t('unknown')}`);
    } catch {
      sound('unknown');
      setSaid(`${code.code}: ${t('notLookedUp')}`);
    }
  };
  useScans((code) => void scanned(code));

  const { code, alternative = null } = search;
  const arrived = useEffectEvent((of: ScannedCode) => {
    void scanned(of);
    void navigate({
      search: ({ code: _code, alternative: _other, ...rest }) => rest,
      replace: true,
    });
  });
  useEffect(() => {
    if (code !== undefined) arrived({ code, alternative });
  }, [code, alternative]);

  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    void scanned({ code: typed.trim(), alternative: null });
    setTyped('');
  };
  const Icon = watching ? IconCameraOff : IconCamera;
  return (
    <Page
      title={t('title')}
      actions={
        <Button
          variant="default"
          leftSection={<Icon size={17} aria-hidden />}
          aria-expanded={watching}
          onClick={() => setWatching(!watching)}
        >
          {watching ? t('cameraOff') : t('cameraOn')}
        </Button>
      }
    >
      <Pane>
        <div className={classes.page}>
          {watching && (
            <Suspense fallback={<div className={classes.dark} />}>
              <Camera />
            </Suspense>
          )}
          <form className={classes.type} onSubmit={enter}>
            <TextField
              label={t('typeCode')}
              autoComplete="off"
              autoCapitalize="characters"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" variant="default">
              {t('lookUp')}
            </Button>
          </form>
          <p role="status" className="vh">
            {said}
          </p>
          <Card title={t('last')}>
            {recent.length === 0 ? (
              <p className={classes.hint}>{t('nothing')}</p>
            ) : (
              <ul className={classes.rows}>
                {recent.map((one) => (
                  <ScannedRow key={one.code} code={one} />
                ))}
              </ul>
            )}
          </Card>
          <ScannerTest />
        </div>
      </Pane>
    </Page>
  );
}
