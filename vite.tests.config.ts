import { defineConfig } from 'vite';
import node from './vite.node.config.ts';

const processes = 'tests/integration/engine/processes';

/** Bundles the processes of tests' stations, and the threads that they start, as `vite.node.config.ts` bundles those of the product. */
export default defineConfig({
  ...node,
  build: {
    ...node.build,
    outDir: 'out/tests',
    rollupOptions: {
      ...node.build?.rollupOptions,
      input: {
        engine: `${processes}/engine.ts`,
        reader: 'electron/engine/reader.ts',
        searcher: 'electron/engine/searcher.ts',
        lane: `${processes}/lane.ts`,
        'faulty/lane': `${processes}/faultyLane.ts`,
        decoder: 'electron/lane/decoder.ts',
        task: 'electron/tasks/task.ts',
        connector: 'electron/connectors/connector.ts',
      },
    },
  },
});
