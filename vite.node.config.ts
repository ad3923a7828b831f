import { defineConfig } from 'vite';

/** Packages with native code: they find their binaries beside themselves, so they stay packages. */
const NATIVE_PACKAGES = ['better-sqlite3', 'onnxruntime-node', 'sharp'];

/**
 * Bundles what runs on plain Node: engine, lane with its decoding thread, tasks and command line. All of it lies flat in one folder, where the processes find each other's bundles
 * (`electron/hosts/childProcessHost.ts`).
 */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/node',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: {
        engine: 'electron/engine/process.ts',
        lane: 'electron/lane/lane.ts',
        decoder: 'electron/lane/decoder.ts',
        task: 'electron/tasks/task.ts',
        sigmaline: 'electron/cli/sigmaline.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: NATIVE_PACKAGES },
});
