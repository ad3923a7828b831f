import { defineConfig } from 'electron-vite';
import { requests } from './shared/contract/table.ts';

/** The preload's allow-list, taken from the contract at build time: everything but what only another kind of channel may ask. */
const windowRequests = Object.entries(requests)
  .filter(([, definition]) => !('channel' in definition) || definition.channel === 'window')
  .map(([name]) => name);

/** Builds what runs inside Electron. The interface and the plain Node bundles have their own configurations: they run without Electron too. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: { input: { index: 'electron/main/index.ts' }, output: { format: 'es' } },
    },
  },
  preload: {
    define: { __WINDOW_REQUESTS__: JSON.stringify(windowRequests) },
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'electron/preload/index.ts' },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
