import type { Handlers, SourceStatus } from '../../../shared/contract/index.ts';
import type { SourceSettings } from './settings.ts';
import type { Sources } from './sources.ts';

export function createSourceHandlers(
  sources: Sources,
  statusOf: (source: SourceSettings) => SourceStatus,
): Handlers<'source.list' | 'source.add' | 'source.remove'> {
  return {
    'source.list': () => sources.list().map(statusOf),
    'source.add': async (input) => statusOf(await sources.add(input)),
    async 'source.remove'({ id }) {
      await sources.remove(id);
      return {};
    },
  };
}
