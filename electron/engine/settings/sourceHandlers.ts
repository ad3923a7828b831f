import type { Handlers, SourceStatus } from '../../../shared/contract/index.ts';
import type { SourceSettings } from './settings.ts';
import type { Sources } from './sources.ts';

export function createSourceHandlers(
  sources: Sources,
  statusOf: (source: SourceSettings) => SourceStatus,
): Handlers<'source.list' | 'source.add' | 'source.change' | 'source.remove'> {
  return {
    'source.list': () => sources.list().map(statusOf),
    'source.add': async (input) => statusOf(await sources.add(input)),
    'source.change': async ({ id, ...change }) => statusOf(await sources.change(id, change)),
    async 'source.remove'({ id }) {
      await sources.remove(id);
      return {};
    },
  };
}
