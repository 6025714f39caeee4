import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpeningScans } from '@/features/scan';
import { useSheetCommands, Worksheet } from '@/features/worksheet';
import { arrived } from '@/shared/arrived';
import { useOrganization } from '@/shared/routes/organization';
import { useStore } from '@/shared/store';
import { useEver } from '@/ui/use-ever';
import { paletteOpened } from '../palette/opened';
import { Closing } from './closing';
import { useShellCommands } from './commands';
import { shortcutsOpened } from './help-opened';
import { Rail } from './rail';
import classes from './shell.module.css';
import { Tabs } from './tabs';
import { TopBar } from './top-bar';

const Palette = lazy(() =>
  arrived(import('../palette/palette')).then((it) => ({ default: it.Palette })),
);
const Shortcuts = lazy(() =>
  arrived(import('./shortcuts')).then((it) => ({ default: it.Shortcuts })),
);

export const LAST_ORGANIZATION = 'qm-organization';

/** Rail, top bar and page; on a phone, tabs below. */
export function Shell() {
  const { t } = useTranslation('shell');
  const organization = useOrganization();
  useSheetCommands();
  const finding = useEver(useStore(paletteOpened));
  const helping = useEver(useStore(shortcutsOpened));
  useShellCommands();
  useOpeningScans();
  useEffect(() => {
    localStorage.setItem(LAST_ORGANIZATION, organization.slug);
    document.title = `${organization.name} · Quartermaster`;
  }, [organization.slug, organization.name]);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#page">
        {t('skip')}
      </a>
      <Rail />
      <div className={classes.work}>
        <main className={classes.main}>
          <TopBar />
          <Closing />
          <div id="page" tabIndex={-1} className={classes.page}>
            <Outlet />
          </div>
        </main>
        <Worksheet />
      </div>
      <Tabs />
      <Suspense>
        {finding && <Palette />}
        {helping && <Shortcuts />}
      </Suspense>
    </div>
  );
}
