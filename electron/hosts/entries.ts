import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Our processes and threads by name, and the files that they begin with. */
const SOURCES = {
  engine: '../engine/process.ts',
  reader: '../engine/reader.ts',
  searcher: '../engine/searcher.ts',
  lane: '../lane/lane.ts',
  decoder: '../lane/decoder.ts',
  task: '../tasks/task.ts',
  connector: '../connectors/connector.ts',
} as const;

/**
 * Where a process or a thread begins. Built, all entries lie flat in the folder of this code. From source they are files in their rooms, unless SIGMALINE_BUNDLES
 * names a folder of bundles: a thread that loads hundreds of files takes a second of a processor to start, and tests start thousands.
 */
export function entryOf(name: keyof typeof SOURCES): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.js`, import.meta.url);
  const bundles = process.env.SIGMALINE_BUNDLES;
  if (bundles !== undefined) return pathToFileURL(join(bundles, `${name}.js`));
  return new URL(SOURCES[name], import.meta.url);
}
