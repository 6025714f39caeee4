import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '@fontsource-variable/atkinson-hyperlegible-mono/wght.css';
import 'virtual:theme.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startListening } from '@/shared/keys';
import { syncPreferences } from '@/shared/preferences/sync';
import { connect } from '@/shared/session/access';
import { reloadWhenOutdated } from './errors/outdated';
import { startWords } from './i18n';
import { Providers } from './providers';
import { relearnPermissions } from './queries';

reloadWhenOutdated();
connect();
relearnPermissions();
syncPreferences();
startListening();
await startWords();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
