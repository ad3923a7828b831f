import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `vite` (development only) finds a running station: the address that `npm start` prints, without its token. */
const station = process.env.SIGMALINE_STATION ?? 'http://127.0.0.1:4600';

/** The build of the interface. electron-vite uses it as it stands, and so do the browser tests. */
export const rendererConfig: UserConfig = {
  root: here('.'),
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: here('../out/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    /** The Content-Security-Policy allows neither inline scripts nor data: addresses. */
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/contract': { target: station, ws: true },
      '/image': { target: station },
      '/export': { target: station },
    },
  },
};

export default defineConfig(rendererConfig);
