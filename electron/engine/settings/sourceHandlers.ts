import type { Handlers, SourceStatus } from '../../../shared/contract/index.ts';
import type { SourceId } from '../../../shared/domain/index.ts';
import { requirePartPattern, tryPartPattern } from '../intake/index.ts';
import type { SourceSettings } from './settings.ts';
import type { Sources } from './sources.ts';

export function createSourceHandlers({
  sources,
  statusOf,
  newestFileOf,
}: {
  readonly sources: Sources;
  readonly statusOf: (source: SourceSettings) => SourceStatus;
  readonly newestFileOf: (id: SourceId) => string | null;
}): Handlers<'source.list' | 'source.add' | 'source.change' | 'source.tryPattern' | 'source.remove'> {
  return {
    'source.list': () => sources.list().map(statusOf),
    'source.add': async (input) => statusOf(await sources.add(input)),
    'source.change': async ({ id, ...change }) => statusOf(await sources.change(id, change)),
    'source.tryPattern'({ pattern, path: given, sourceId }) {
      requirePartPattern(pattern);
      const path = given ?? (sourceId === null ? null : newestFileOf(sourceId));
      return { path, part: path === null ? null : tryPartPattern(pattern, path) };
    },
    async 'source.remove'({ id }) {
      await sources.remove(id);
      return {};
    },
  };
}
