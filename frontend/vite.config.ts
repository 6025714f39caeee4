import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './vite/compress.ts';
import { themeVariables } from './vite/theme.ts';

const api = `http://127.0.0.1:${process.env.PORT ?? '8000'}`;

export default defineConfig({
  plugins: [react(), themeVariables(), compress()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // nothing inline: the page's policy allows what comes from the server alone
  build: { target: 'es2023', assetsInlineLimit: 0, manifest: true, reportCompressedSize: false },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/health': api } },
});
