import { defineConfig, type Plugin } from 'vite';

/** Packages with native code: they find their binaries beside themselves, so they stay packages. */
const NATIVE_PACKAGES = ['better-sqlite3', 'onnxruntime-node', 'sharp'];

/**
 * Loading a file that is an entry starts the process that it is for. The bundler may place a module beside an entry and have another file import the
 * entry for it (as it does for what is imported with `import()` through a door that has more than is used): that would run the wrong process.
 */
const entriesAreImportedByNobody: Plugin = {
  name: 'entries-are-imported-by-nobody',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
    for (const { fileName, imports } of chunks) {
      const imported = imports.find((name) => entries.has(name));
      if (imported !== undefined) this.error(`${fileName} imports ${imported}, which is the entry of a process`);
    }
  },
};

/**
 * Loading a file of `shared/`, or the front door of a room, does nothing but define: a process loads those of them of which it uses something. Otherwise each process and each
 * thread would make all schemas of the product when it starts, which takes as long as starting Node.
 */
const DEFINES_ONLY = [/\/shared\//, /\/electron\/.*\/index\.ts$/];

/**
 * Bundles what runs on plain Node: engine with its reading and searching threads, lane with its decoding thread, tasks and command line. All of it lies flat in one folder, where the
 * processes find each other's bundles (`electron/hosts/childProcessHost.ts`).
 */
export default defineConfig({
  publicDir: false,
  plugins: [entriesAreImportedByNobody],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/node',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      treeshake: { moduleSideEffects: DEFINES_ONLY.map((test) => ({ test, sideEffects: false })) },
      input: {
        engine: 'electron/engine/process.ts',
        reader: 'electron/engine/reader.ts',
        searcher: 'electron/engine/searcher.ts',
        lane: 'electron/lane/lane.ts',
        decoder: 'electron/lane/decoder.ts',
        task: 'electron/tasks/task.ts',
        connector: 'electron/connectors/connector.ts',
        sigmaline: 'electron/cli/sigmaline.ts',
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: ({ name }) => (name.startsWith('common') ? 'common-[hash].js' : '[name]-[hash].js'),
        // What several processes need lies in files of its own, one for each set of them, and never in an entry.
        codeSplitting: { groups: [{ name: 'common', minShareCount: 2, entriesAware: true }] },
      },
    },
  },
  ssr: { noExternal: true, external: NATIVE_PACKAGES },
});
