/**
 * What a station owes to a folder, as pure functions: which contents every name has had, and which records each of them may and must have. The station is
 * quicker or slower as it likes, so a content that went away before the station was quiet may have been judged before that, or not.
 */

/** What lies in a file. */
export interface Content {
  readonly number: number;
  readonly kind: 'image' | 'cut' | 'text';
}

/** One content of one name. The same bytes under their name are one, whatever their times say. */
export interface Version {
  readonly path: string;
  readonly content: Content;
  /** Of the file that has it now or had it last: rises with every write, and a file that is renamed keeps its own. */
  readonly mark: number;
  /** Those of all files that had it, and of all times that these had. */
  readonly marks: ReadonlySet<number>;
  /** Rises with every arrival at any name. */
  readonly arrival: number;
  readonly isPresent: boolean;
  /** It lay there when the station was quiet, and has not arrived since: the station knows it. */
  readonly hasRested: boolean;
  /** What records it had when the station was quiet last. */
  readonly decided: readonly RecordKind[];
  /** Since then: of how many parts the station may have taken it for, whether it must be judged, and how often it went away meanwhile. */
  readonly parts: number;
  readonly isOwed: boolean;
  readonly departures: number;
  /** What the station may have found in its place meanwhile. */
  readonly found: ReadonlySet<Found>;
}

type Found = 'nothing' | 'another content';

/** What a record says: that the content was judged as its kind deserves, the error of one that was not there any more, or what it never may. */
export type RecordKind = 'as it should be' | 'image.not-found' | 'image.changed' | (string & {});

export interface LedgerModel {
  readonly versions: readonly Version[];
  /** The mark that the next write gets. */
  readonly nextMark: number;
}

export const emptyLedger: LedgerModel = { versions: [], nextMark: 1 };

/** The content that a name has now. */
function presentAt(model: LedgerModel, path: string): Version | undefined {
  return model.versions.find((version) => version.path === path && version.isPresent);
}

/** The contents that all names have now, in the order of the names. */
export function presentFiles({ versions }: LedgerModel): readonly Version[] {
  return versions.filter(({ isPresent }) => isPresent).sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A name gets a content, in place of the one that it had. */
export function written(model: LedgerModel, path: string, content: Content): LedgerModel {
  const mark = model.nextMark;
  return { nextMark: mark + 1, versions: looked(arrived(model.versions, { path, mark, content }, false)) };
}

/** Another time alone is nothing to the station. */
export function touched({ versions, nextMark: mark }: LedgerModel, path: string): LedgerModel {
  const touch = (version: Version): Version =>
    version.path === path && version.isPresent
      ? { ...version, mark, marks: new Set([...version.marks, mark]) }
      : version;
  return { nextMark: mark + 1, versions: versions.map(touch) };
}

export function removed(model: LedgerModel, path: string): LedgerModel {
  return { ...model, versions: looked(departed(model.versions, path)) };
}

/** A file moves with its time. */
export function renamed(model: LedgerModel, from: string, to: string): LedgerModel {
  const moving = presentAt(model, from);
  if (moving === undefined || from === to) return model;
  const { mark, content } = moving;
  return { ...model, versions: looked(arrived(departed(model.versions, from), { path: to, mark, content }, true)) };
}

/** The station has nothing left to do: what has happened so far is decided. */
export function closed(model: LedgerModel, recordsOf: (version: Version) => readonly RecordKind[]): LedgerModel {
  const close = (version: Version): Version => ({
    ...version,
    hasRested: version.isPresent,
    decided: recordsOf(version),
    ...{ parts: 0, isOwed: false, departures: 0, found: new Set() },
  });
  return { ...model, versions: model.versions.map(close) };
}

/**
 * What is wrong with the records of one version; null where nothing is.
 *
 * @param records the oldest first
 * @param isQuiet whether the station has nothing left to do, so that what must be there is there
 */
export function wrongRecords(version: Version, records: readonly RecordKind[], isQuiet: boolean): string | null {
  const { isPresent, departures, decided, parts, isOwed, found } = version;
  const added = records.slice(decided.length);
  const isOther = records.slice(0, decided.length).join() !== decided.join();
  if (isOther || (parts === 0 && added.length > 0)) {
    return `its records were decided (${decided.join(', ')}) and are others now (${records.join(', ')})`;
  }
  const errors = added.filter((kind) => kind !== RIGHT);
  const judged = added.length - errors.length;
  const isJudgedEarly = judged === parts && added.at(-1) !== RIGHT;
  if (judged > parts || (judged > 0 && isJudgedEarly)) return 'it has another record after it was judged';
  const never = errors.find((error) => error !== 'image.not-found' && error !== 'image.changed');
  if (never !== undefined) return `it has the record ${never}`;
  if (errors.length > departures) return `it went away ${departures} times and has ${errors.length} errors that say so`;
  if (errors.includes('image.not-found') && !found.has('nothing')) return 'it counts as missing and never was';
  if (errors.includes('image.changed') && !found.has('another content')) return 'it counts as changed and never was';
  if (isQuiet && isPresent && isOwed && judged === 0) return 'it is there and was not judged';
  return null;
}

const RIGHT: RecordKind = 'as it should be';

function departed(versions: readonly Version[], path: string): readonly Version[] {
  return versions.map((version) => {
    if (version.path !== path || !version.isPresent) return version;
    return { ...version, isPresent: false, departures: version.departures + (version.parts > 0 ? 1 : 0) };
  });
}

type Arrival = Pick<Version, 'path' | 'mark' | 'content'>;

/** @param isSameFile a file was renamed, with its time and its number */
function arrived(versions: readonly Version[], file: Arrival, isSameFile: boolean): readonly Version[] {
  const { path, mark, content } = file;
  const arrival = Math.max(0, ...versions.map((version) => version.arrival)) + 1;
  const before = versions.find(
    (one) => one.path === path && one.content.number === content.number && one.content.kind === content.kind,
  );
  // The same bytes in place of themselves: nothing went away.
  const left = before?.isPresent === true ? versions : departed(versions, path);
  if (before === undefined) {
    const state = { isPresent: true, hasRested: false, decided: [], parts: 1, isOwed: true, departures: 0 };
    return [...left, { ...file, ...state, arrival, marks: new Set([mark]), found: new Set() }];
  }
  const back = {
    ...{ mark, arrival, isPresent: true, hasRested: false, marks: new Set([...before.marks, mark]) },
    ...claims(before, versions, isSameFile && before.marks.size === 1 && before.marks.has(mark)),
  };
  return left.map((version) => (version === before ? { ...version, ...back } : version));
}

/**
 * Of how many parts the station may take a content that comes back. The bytes that a name had last are no further part, nor is the very file that had them; bytes that
 * come back after others are one, if the station has seen the others.
 */
function claims(before: Version, versions: readonly Version[], isVeryFile: boolean): Pick<Version, 'parts' | 'isOwed'> {
  const between = versions.filter(({ path, arrival }) => path === before.path && arrival > before.arrival);
  const wasJudged = before.decided.includes(RIGHT);
  const { parts, isOwed } = before;
  if (between.length === 0 || isVeryFile) {
    return wasJudged ? { parts, isOwed } : { parts: Math.max(1, parts), isOwed: true };
  }
  return { parts: parts + 1, isOwed: between.some(({ hasRested }) => hasRested) || !wasJudged };
}

/** Whoever looks for an absent content now finds what lies there instead. */
function looked(versions: readonly Version[]): readonly Version[] {
  const taken = new Set(versions.filter(({ isPresent }) => isPresent).map(({ path }) => path));
  return versions.map((version) => {
    if (version.isPresent || version.parts === 0) return version;
    const found: Found = taken.has(version.path) ? 'another content' : 'nothing';
    return { ...version, found: new Set([...version.found, found]) };
  });
}
