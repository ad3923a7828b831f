import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiagnosticsOptions, DiagnosticsPart, Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { keepNewest, sha256OfFile } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { timeInName } from '../storage/index.ts';

type DiagnosticsRequest = 'diagnostics.contents' | 'diagnostics.write' | 'diagnostics.locate';

export interface DiagnosticsNeeds {
  readonly host: ProcessHost;
  /** What only a running station knows. */
  readonly live: () => unknown;
}

/** A bundle is fetched right after it was written, and can be written again. */
const BUNDLES_KEPT = 3;

/** Bundles for support: `<data>/diagnostics/<id>/<file name>`. */
export class Diagnostics implements Feature<DiagnosticsRequest> {
  readonly handlers: Handlers<DiagnosticsRequest>;
  readonly stop: () => Promise<void>;

  constructor(kernel: Kernel, { host, live }: DiagnosticsNeeds) {
    const { dataFolder } = kernel;
    const root = join(dataFolder, 'diagnostics');
    const work = kernel.work();
    this.stop = () => work.stop(0);
    const collect = async (options: DiagnosticsOptions, out: string | null): Promise<DiagnosticsPart[]> => {
      const request = { dataFolder, options, live: live(), out };
      return (await work.join(runTask(host, jobs.collectDiagnostics, request, { signal: work.signal }))).parts;
    };
    this.handlers = {
      'diagnostics.contents': (options) => collect(options, null),
      'diagnostics.write': async (options) => {
        const id = randomUUID();
        const fileName = `sigmaline-diagnostics-${timeInName(kernel.clock.now())}.zip`;
        const path = join(root, id, fileName);
        const parts = await collect(options, path);
        const made = { fileName, sha256: await sha256OfFile(path), parts: parts.map(({ name }) => name), ...options };
        kernel.audit.append({ action: 'diagnostics.made', object: { kind: 'diagnostics', id }, new: made });
        await keepNewest(root, BUNDLES_KEPT, join(root, id));
        return { id, fileName, bytes: (await stat(path)).size };
      },
      'diagnostics.locate': async ({ id }) => {
        const [fileName] = await readdir(join(root, id)).catch(() => []);
        if (fileName === undefined) throw new SigmalineError('resource.not-found', { resource: 'diagnostics' });
        return { path: join(root, id, fileName), fileName };
      },
    };
  }
}
