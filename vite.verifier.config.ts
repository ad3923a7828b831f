import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const FORMAT = ['--vcs-enabled=false', '--javascript-formatter-expand=never', '--javascript-formatter-line-width=160'];

/** An auditor reads what the verifier does before believing it: it keeps its names and comments, and is formatted as our sources are. */
const forReaders: Plugin = {
  name: 'for-readers',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const biome = fileURLToPath(new URL('node_modules/@biomejs/biome/bin/biome', import.meta.url));
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [biome, 'format', ...FORMAT, `--stdin-file-path=${file.fileName}`],
        { input: file.code, encoding: 'utf8', cwd: import.meta.dirname },
      );
      if (status !== 0) this.error(stderr);
      file.code = stdout;
    }
  },
};

/** Bundles the verifier of audit chains as one file that needs nothing but Node. */
export default defineConfig({
  publicDir: false,
  plugins: [forReaders],
  build: {
    ssr: 'electron/audit/verify.ts',
    target: 'node20',
    outDir: 'out/node',
    emptyOutDir: false,
    minify: false,
    rollupOptions: { output: { format: 'es', entryFileNames: 'verify.js' } },
  },
  ssr: { noExternal: true },
});
