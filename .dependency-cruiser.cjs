/** Who may import whom: the table of ARCHITECTURE.md, as rules. */
const room = (name) => `^electron/${name}/`;
const test = '\\.(test|fixture)\\.ts$';

/** A room may import only these (and itself). */
function only(from, allowed) {
  return {
    name: `${from}-imports`,
    comment: `${from} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
    severity: 'error',
    from: { path: from.startsWith('shared') || from === 'renderer' ? `^${from}/` : room(from), pathNot: test },
    to: {
      path: '^(electron|renderer|shared|build|tests)/',
      pathNot: [from.startsWith('shared') || from === 'renderer' ? `^${from}/` : room(from), ...allowed],
    },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What is loaded only when it is needed (a job, in its own process) closes no cycle.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'no-cycles-of-types',
      comment: 'In what is shipped, types count too: one of two files is understood without the other.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    only('shared', []),
    only('formats', ['^shared/']),
    only('files', ['^shared/']),
    only('audit', ['^shared/']),
    only('gaussian', ['^shared/(domain|i18n)/']),
    only('graph', ['^electron/gaussian/', '^shared/(domain|i18n)/']),
    only('lane', ['^electron/(formats|files|graph|gaussian|hosts)/', '^shared/']),
    only('pages', ['^shared/']),
    only('engine', [
      '^electron/(audit|formats|files|graph|gaussian|hosts|pages)/',
      '^electron/tasks/index\\.ts$',
      '^shared/',
    ]),
    // What a job does lies in the room that knows how; the job says what it is asked for.
    only('tasks', [
      '^electron/hosts/',
      '^electron/lane/(comparing|examining|fitting|importing)/index\\.ts$',
      '^electron/engine/(diagnostics|export|keeping|reports|storage)/index\\.ts$',
      '^shared/',
    ]),
    only('connectors', ['^electron/(audit|files|hosts)/', '^electron/engine/storage/index\\.ts$', '^shared/']),
    only('hosts', ['^electron/files/', '^shared/']),
    only('main', ['^electron/(files|hosts|pages)/', '^electron/engine/index\\.ts$', '^shared/']),
    only('preload', ['^shared/']),
    only('evaluation', ['^electron/(files|graph|gaussian|hosts)/', '^electron/(engine|tasks)/index\\.ts$', '^shared/']),
    only('cli', [
      '^electron/(audit|formats|files|hosts)/',
      '^electron/(connectors|engine|evaluation)/index\\.ts$',
      '^shared/',
    ]),
    only('renderer', ['^shared/']),
    {
      name: 'front-doors',
      comment: "A room's files are reached through its index.ts.",
      severity: 'error',
      from: { path: '^electron/([^/]+)/', pathNot: test },
      to: {
        path: '^electron/(audit|evaluation|formats|files|gaussian|graph|hosts|pages|tasks)/',
        pathNot: ['^electron/$1/', '^electron/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'engine-front-doors',
      comment: 'A feature of the engine is reached through its index.ts.',
      severity: 'error',
      from: { path: '^electron/engine/([^/]+)/', pathNot: test },
      to: { path: '^electron/engine/[^/]+/', pathNot: ['^electron/engine/$1/', '^electron/engine/[^/]+/index\\.ts$'] },
    },
    {
      name: 'electron-only-in-main',
      severity: 'error',
      from: { pathNot: '^(electron/(main|preload)|tests/electron)/' },
      to: { path: '^(node_modules/electron/|electron$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sqlite-only-in-storage',
      severity: 'error',
      from: { path: '^electron/', pathNot: ['^electron/engine/storage/', test] },
      to: { path: 'better-sqlite3', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'images-only-in-lanes',
      severity: 'error',
      from: { path: '^electron/', pathNot: [room('lane'), test] },
      to: { path: 'node_modules/(sharp|onnxruntime-node)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-products',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: test },
      to: { path: ['^tests/', test] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
