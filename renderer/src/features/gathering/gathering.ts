import type { RecordFilter, SourceId } from '../../../../shared/domain/index.ts';
import type { Sentence } from '../../lib/sentence.ts';
import type { Uploads } from './uploads.svelte.ts';

export const WAYS = ['folder', 'files', 'records', 'line'] as const;
export type Way = (typeof WAYS)[number];

/** A choice among stored inspections. */
export interface RecordKind {
  readonly value: string;
  readonly label: (count: string) => string;
  readonly hint: string;
  readonly filter: Partial<RecordFilter>;
}

/** What images are brought to, a calibration or a test set, and how it takes them. What is refused is thrown. */
export interface Gathering {
  readonly uploads: Uploads;
  /** The source that delivers images to it now. */
  readonly collecting: { readonly sourceId: string; readonly left: number } | null;
  /** So many images at most. */
  readonly most: number;
  /** The recipe whose inspections are offered first. */
  readonly recipe: string | null;
  readonly kinds: readonly RecordKind[];
  readonly words: {
    readonly ways: Readonly<Record<Way, string>>;
    readonly folderHint: string;
    readonly lineHint: string;
  };
  /** @returns what is to be said of it */
  readonly addFolder: (folder: string) => Promise<Sentence>;
  readonly addRecords: (filter: RecordFilter, most: number) => Promise<Sentence>;
  readonly collect: (from: { readonly sourceId: SourceId; readonly most: number } | null) => Promise<unknown>;
}
