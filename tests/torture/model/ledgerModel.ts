/**
 * What a station owes to a folder, as pure functions: which contents every name has had, and which records each of them may and must have. The station is
 * quicker or slower as it likes, so a content that went away before the station was quiet may have been judged before that, or not.
 */

/** What lies in a file. */
export interface Content {
  readonly number: number;
  readonly kind: 'image' | 'cut' | 'text';
}

/** One content of one name, as a camera left it at one time. */
export interface Version {
  readonly path: string;
  /** Rises with every write; a file that is renamed keeps it. */
  readonly mark: number;
  readonly content: Content;
  readonly isPresent: boolean;
  /** How often it went away before the station was known to have judged it. */
  readonly departures: number;
  /** What the station may have found in its place meanwhile. */
  readonly found: ReadonlySet<Found>;
  /** What records it had when the station was quiet; null while more of them may come. */
  readonly closedWith: readonly RecordKind[] | null;
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
  return { nextMark: mark + 1, versions: looked(arrived(departed(model.versions, path), { path, mark, content })) };
}

/** The same bytes with another time are the same content. */
export function touched(model: LedgerModel, path: string): LedgerModel {
  const mark = model.nextMark;
  const versions = model.versions.map((version) =>
    version.path === path && version.isPresent ? { ...version, mark } : version,
  );
  return { nextMark: mark + 1, versions };
}

/** Whether a name has had the same bytes with another time: which of both a record means, then, nobody can tell from outside. */
export function repeats(
  model: LedgerModel,
  path: string,
  { content, mark }: Pick<Version, 'content' | 'mark'>,
): boolean {
  return model.versions.some(
    (version) =>
      version.path === path &&
      version.mark !== mark &&
      version.content.number === content.number &&
      version.content.kind === content.kind,
  );
}

export function removed(model: LedgerModel, path: string): LedgerModel {
  return { ...model, versions: looked(departed(model.versions, path)) };
}

/** A file moves with its time. Under a name where the station has judged this very content it is not judged again. */
export function renamed(model: LedgerModel, from: string, to: string): LedgerModel {
  const moving = presentAt(model, from);
  if (moving === undefined || from === to) return model;
  const left = departed(departed(model.versions, from), to);
  return { ...model, versions: looked(arrived(left, { path: to, mark: moving.mark, content: moving.content })) };
}

/** The station has nothing left to do: what has happened so far is decided. */
export function closed(model: LedgerModel, recordsOf: (version: Version) => readonly RecordKind[]): LedgerModel {
  return { ...model, versions: model.versions.map((version) => ({ ...version, closedWith: recordsOf(version) })) };
}

/**
 * What is wrong with the records of one version; null where nothing is.
 *
 * @param records the oldest first
 * @param isQuiet whether the station has nothing left to do, so that what must be there is there
 */
export function wrongRecords(version: Version, records: readonly RecordKind[], isQuiet: boolean): string | null {
  const { isPresent, departures, closedWith } = version;
  if (closedWith !== null && records.join() !== closedWith.join()) {
    return `its records were decided (${closedWith.join(', ')}) and are others now (${records.join(', ')})`;
  }
  const judged = records.indexOf('as it should be');
  const errors = judged < 0 ? records : records.slice(0, judged);
  if (judged >= 0 && judged < records.length - 1) return 'it has another record after it was judged';
  const never = errors.find((error) => error !== 'image.not-found' && error !== 'image.changed');
  if (never !== undefined) return `it has the record ${never}`;
  if (errors.length > departures) return `it went away ${departures} times and has ${errors.length} errors that say so`;
  if (errors.includes('image.not-found') && !version.found.has('nothing')) return 'it counts as missing and never was';
  if (errors.includes('image.changed') && !version.found.has('another content'))
    return 'it counts as changed and never was';
  if (isQuiet && isPresent && judged < 0) return 'it is there and was not judged';
  return null;
}

function departed(versions: readonly Version[], path: string): readonly Version[] {
  return versions.map((version) => {
    if (version.path !== path || !version.isPresent) return version;
    const isOpen = version.closedWith === null;
    return { ...version, isPresent: false, departures: version.departures + (isOpen ? 1 : 0) };
  });
}

function arrived(
  versions: readonly Version[],
  { path, mark, content }: Pick<Version, 'path' | 'mark' | 'content'>,
): readonly Version[] {
  const isSame = (version: Version): boolean => version.path === path && version.mark === mark;
  if (versions.some(isSame)) return versions.map((version) => (isSame(version) ? back(version) : version));
  const found = new Set<Found>();
  return [...versions, { path, mark, content, isPresent: true, departures: 0, found, closedWith: null }];
}

/** What was judged is not judged again; what was not is still owed. */
function back(version: Version): Version {
  const wasJudged = version.closedWith?.includes('as it should be') ?? false;
  return { ...version, isPresent: true, closedWith: wasJudged ? version.closedWith : null };
}

/** Whoever looks for an absent content now finds what lies there instead. */
function looked(versions: readonly Version[]): readonly Version[] {
  const taken = new Set(versions.filter(({ isPresent }) => isPresent).map(({ path }) => path));
  return versions.map((version) => {
    if (version.isPresent || version.closedWith !== null) return version;
    const found: Found = taken.has(version.path) ? 'another content' : 'nothing';
    return { ...version, found: new Set([...version.found, found]) };
  });
}
