import { randomUUID } from 'node:crypto';
import type { ExportState, Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<keyof Handlers, `export.${string}`>;

/** What an export of everything looks like when it is there. */
export function doneExport(changes: Partial<ExportState> & Pick<ExportState, 'filter' | 'contents'>): ExportState {
  const name = 'inspections-line-3-2026-11-23-1005';
  const file = (ending: string, bytes: number) => ({ name: `${name}.${ending}`, bytes, sha256: 'ab'.repeat(32) });
  return {
    ...{ id: randomUUID(), state: 'done', cause: 'asked', at: '2026-11-23T09:05:00.000Z', by: null, error: null },
    ...{ rows: { done: 12, total: 12 } },
    files: [file('csv', 8192), file('manifest.json', 1800), file('checkpoint', 260)],
    ...changes,
  };
}

/** Exports that are there as soon as they are asked for. */
export function scriptedExports(station: FakeStation): Pick<Handlers, Names> {
  const made: ExportState[] = [];
  return {
    'export.start': ({ filter, contents }) => {
      const count = station.parts.length;
      const state = doneExport({ filter, contents, rows: { done: count, total: count } });
      made.unshift(state);
      return state;
    },
    'export.list': () => made,
    'export.cancel': () => made,
    'export.locate': ({ id }) => {
      throw new SigmalineError('resource.not-found', { resource: id });
    },
  };
}
