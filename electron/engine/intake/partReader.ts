import { NO_PART_NAMES, type PartNames, type PartPattern, type PartReading } from './partPattern.ts';

/** Reads parts from the paths of one source, and remembers how often that fails: a pattern that does not fit is seen, not guessed. */
export interface PartReader {
  /** Nulls where there is no pattern or it finds nothing: the image is judged all the same. */
  read(pattern: PartPattern | null, path: string): PartNames;
  remarks(): string[];
  /** Another pattern holds. */
  beginAnew(): void;
}

const RECENT = 100;

export function createPartReader(): PartReader {
  let recent: { readonly path: string; readonly kind: PartReading['kind'] }[] = [];

  function remark(kind: PartReading['kind'], sentence: string): string[] {
    const found = recent.filter((reading) => reading.kind === kind);
    const last = found.at(-1);
    if (last === undefined) return [];
    return [`${found.length} of the last ${recent.length} files ${sentence}, the last of them ${last.path}.`];
  }

  return {
    read(pattern, path) {
      if (pattern === null) return NO_PART_NAMES;
      const reading = pattern.read(path);
      recent = [...recent.slice(1 - RECENT), { path, kind: reading.kind }];
      return reading.kind === 'read' ? reading.names : NO_PART_NAMES;
    },
    remarks: () => [
      ...remark('no-match', "do not match the source's pattern for serial, lot and view"),
      ...remark('slow', "keep the source's pattern for serial, lot and view busy for too long; write a simpler one"),
    ],
    beginAnew() {
      recent = [];
    },
  };
}
