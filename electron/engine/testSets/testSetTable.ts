import {
  type RecipeId,
  SigmalineError,
  type TestCriteria,
  type TestImage,
  type TestLabel,
  type TestSet,
} from '../../../shared/domain/index.ts';
import { type Collecting, collectingSchema } from '../gathering/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import { type HeldLabel, type Labelling, labellingOf } from './labelling.ts';

interface SetRow {
  readonly id: number;
  readonly name: string;
  readonly recipeId: RecipeId;
  readonly createdAt: string;
  readonly by: string | null;
  readonly criteria: string | null;
  readonly criteriaAt: string | null;
  readonly criteriaBy: string | null;
  readonly criteriaFrom: string | null;
  readonly collecting: string | null;
  readonly labelsEach: 1 | 2;
  readonly lockedAt: string | null;
  readonly lockedBy: string | null;
  readonly hash: string | null;
  readonly withdrawnAt: string | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnReason: string | null;
}

interface ImageRow {
  readonly id: number;
  readonly setId: number;
  readonly file: string;
  readonly stored: string;
  readonly sha256: string;
  readonly from: TestImage['from'];
  readonly number: number | null;
  readonly serial: string | null;
  readonly isChallenge: 0 | 1;
  readonly excludedReason: string | null;
  readonly excludedBy: string | null;
}

/** An image of a set, with all that people say of it. */
export interface KeptImage extends Labelling {
  readonly id: number;
  readonly setId: number;
  readonly file: string;
  /** The name of its copy in the folder of the set. */
  readonly stored: string;
  readonly sha256: string;
  readonly from: TestImage['from'];
  readonly number: number | null;
  readonly serial: string | null;
  readonly isChallenge: boolean;
  readonly excluded: TestImage['excluded'];
}

export type NewImage = Pick<KeptImage, 'file' | 'stored' | 'sha256' | 'from' | 'number' | 'serial'> & {
  readonly isChallenge?: boolean;
};

/** An image that no calibration may learn from. */
export type GuardedImage = Pick<KeptImage, 'setId' | 'file' | 'stored' | 'sha256' | 'serial'> & {
  readonly setName: string;
  readonly recipeId: RecipeId;
};

const SET_COLUMNS = `id, name, recipe_id AS recipeId, created_at AS createdAt, created_by AS "by", criteria, criteria_at AS criteriaAt, criteria_by AS criteriaBy,
  criteria_from AS criteriaFrom, collecting, labels_each AS labelsEach, locked_at AS lockedAt,
  locked_by AS lockedBy, hash, withdrawn_at AS withdrawnAt, withdrawn_by AS withdrawnBy, withdrawn_reason AS withdrawnReason`;
const IMAGE_COLUMNS = `id, test_set AS setId, file, stored, sha256, origin AS "from", inspection AS number, serial, is_challenge AS isChallenge,
  excluded_reason AS excludedReason, excluded_by AS excludedBy`;

/** The tables of test sets. What belongs together is written in a transaction of whoever asks. */
export class TestSetTable {
  readonly #database: StationDatabase;
  readonly #all: Statement<SetRow>;
  readonly #one: Statement<SetRow>;
  readonly #images: Statement<ImageRow>;
  readonly #image: Statement<ImageRow>;
  readonly #labels: Statement<HeldLabel & { readonly image: number }>;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#all = database.prepare(`SELECT ${SET_COLUMNS} FROM test_set ORDER BY id DESC`);
    this.#one = database.prepare(`SELECT ${SET_COLUMNS} FROM test_set WHERE id = ?`);
    this.#images = database.prepare(`SELECT ${IMAGE_COLUMNS} FROM test_image WHERE test_set = ? ORDER BY id`);
    this.#image = database.prepare(`SELECT ${IMAGE_COLUMNS} FROM test_image WHERE test_set = ? AND id = ?`);
    this.#labels = database.prepare(
      `SELECT image, person, name, at, truth, defect FROM test_label JOIN test_image ON image = id WHERE test_set = ? ORDER BY image, at`,
    );
  }

  /** The newest first. */
  ids(): readonly number[] {
    return this.#all.all().map(({ id }) => id);
  }

  /** @throws SigmalineError `test-set.not-found` */
  get(id: number): TestSet {
    const row = this.#one.get(id);
    if (row === undefined) throw new SigmalineError('test-set.not-found');
    const { lockedAt, lockedBy, hash, withdrawnAt, withdrawnBy, withdrawnReason, ...rest } = row;
    const { criteria, criteriaAt, criteriaBy, criteriaFrom, collecting, ...set } = rest;
    const collected = collectingIn(collecting);
    return {
      ...set,
      state: withdrawnAt !== null ? 'withdrawn' : lockedAt !== null ? 'locked' : 'open',
      criteria: criteria === null ? null : (JSON.parse(criteria) as TestCriteria),
      criteriaWritten:
        criteria === null || criteriaAt === null ? null : { at: criteriaAt, by: criteriaBy, copiedFrom: criteriaFrom },
      collecting: collected === null ? null : { sourceId: collected.sourceId, left: collected.left },
      locked: lockedAt === null || hash === null ? null : { at: lockedAt, by: lockedBy, hash },
      withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason ?? '' },
      counts: countsOf(this.images(id)),
    };
  }

  /** @throws SigmalineError `test-set.not-found`, `test-set.locked` */
  requireOpen(id: number): TestSet {
    const set = this.get(id);
    if (set.state !== 'open') throw new SigmalineError('test-set.locked', { name: set.name });
    return set;
  }

  /** @throws SigmalineError `test-set.name` */
  requireFree(name: string, besides: number | null = null): void {
    const other = this.#all.all().find((row) => row.name.toLowerCase() === name.toLowerCase() && row.id !== besides);
    if (other !== undefined) throw new SigmalineError('test-set.name', { name });
  }

  /** In the order in which they came. */
  images(setId: number): KeptImage[] {
    const needed = this.#one.get(setId)?.labelsEach ?? 1;
    const labels = Map.groupBy(this.#labels.all(setId), ({ image }) => image);
    return this.#images.all(setId).map((row) => imageIn(row, labels.get(row.id) ?? [], needed));
  }

  /** @throws SigmalineError `image.not-found` */
  imageRow(setId: number, image: number): Pick<KeptImage, 'file' | 'stored' | 'sha256'> {
    const row = this.#image.get(setId, image);
    if (row === undefined) throw new SigmalineError('image.not-found', { file: String(image) });
    return row;
  }

  create(set: Pick<TestSet, 'name' | 'recipeId' | 'createdAt' | 'by' | 'labelsEach'>): number {
    this.#database
      .prepare(
        'INSERT INTO test_set (name, recipe_id, created_at, created_by, labels_each) VALUES (:name, :recipeId, :createdAt, :by, :labelsEach)',
      )
      .run(set);
    return this.#lastId();
  }

  change(
    id: number,
    { name, criteria, criteriaWritten: written }: Pick<TestSet, 'name' | 'criteria' | 'criteriaWritten'>,
  ): void {
    this.#database
      .prepare(
        `UPDATE test_set SET name = :name, criteria = :criteria, criteria_at = :at, criteria_by = :by, criteria_from = :from
         WHERE id = :id`,
      )
      .run({
        id,
        name,
        criteria: criteria === null ? null : JSON.stringify(criteria),
        at: written?.at ?? null,
        by: written?.by ?? null,
        from: written?.copiedFrom ?? null,
      });
  }

  /** What a set collects from a source; null where nothing, or where the set is not there any more. */
  collecting(id: number): Collecting | null {
    return collectingIn(this.#one.get(id)?.collecting ?? null);
  }

  collect(id: number, collecting: Collecting | null): void {
    this.#database
      .prepare('UPDATE test_set SET collecting = ? WHERE id = ?')
      .run(collecting === null ? null : JSON.stringify(collecting), id);
  }

  lock(id: number, { at, by, hash }: NonNullable<TestSet['locked']>): void {
    this.#database
      .prepare('UPDATE test_set SET locked_at = ?, locked_by = ?, hash = ?, collecting = NULL WHERE id = ?')
      .run(at, by, hash, id);
  }

  withdraw(id: number, { at, by, reason }: NonNullable<TestSet['withdrawn']>): void {
    this.#database
      .prepare('UPDATE test_set SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?')
      .run(at, by, reason, id);
  }

  remove(id: number): void {
    this.#database
      .prepare('DELETE FROM test_label WHERE image IN (SELECT id FROM test_image WHERE test_set = ?)')
      .run(id);
    this.#database.prepare('DELETE FROM test_image WHERE test_set = ?').run(id);
    this.#database.prepare('DELETE FROM test_set WHERE id = ?').run(id);
  }

  /** @returns its id; null where the set has the same bytes already */
  add(setId: number, { file, stored, sha256, from, number, serial, isChallenge = false }: NewImage): number | null {
    const changes = this.#database
      .prepare(
        `INSERT OR IGNORE INTO test_image (test_set, file, stored, sha256, origin, inspection, serial, is_challenge)
         VALUES (:setId, :file, :stored, :sha256, :from, :number, :serial, :isChallenge)`,
      )
      .run({ setId, file, stored, sha256, from, number, serial, isChallenge: isChallenge ? 1 : 0 });
    return changes === 0 ? null : this.#lastId();
  }

  label(image: number, by: Pick<HeldLabel, 'person' | 'name' | 'at'>, label: TestLabel | null): void {
    if (label === null) {
      this.#database.prepare('DELETE FROM test_label WHERE image = ? AND person = ?').run(image, by.person);
      return;
    }
    this.#database
      .prepare(
        `INSERT INTO test_label (image, person, name, at, truth, defect) VALUES (:image, :person, :name, :at, :truth, :defect)
         ON CONFLICT (image, person) DO UPDATE SET name = :name, at = :at, truth = :truth, defect = :defect`,
      )
      .run({ image, ...by, ...label });
  }

  describe(image: number, { serial, isChallenge }: Pick<KeptImage, 'serial' | 'isChallenge'>): void {
    this.#database
      .prepare('UPDATE test_image SET serial = ?, is_challenge = ? WHERE id = ?')
      .run(serial, isChallenge ? 1 : 0, image);
  }

  exclude(image: number, excluded: TestImage['excluded']): void {
    this.#database
      .prepare('UPDATE test_image SET excluded_reason = ?, excluded_by = ? WHERE id = ?')
      .run(excluded?.reason ?? null, excluded?.by ?? null, image);
  }

  /** Images of all sets that count, without those that are excluded. */
  guarded(): GuardedImage[] {
    return this.#database
      .prepare<GuardedImage>(
        `SELECT test_set AS setId, test_set.name AS setName, recipe_id AS recipeId, file, stored, sha256, serial
         FROM test_image JOIN test_set ON test_set.id = test_set
         WHERE excluded_reason IS NULL AND withdrawn_at IS NULL ORDER BY test_image.id`,
      )
      .all();
  }

  #lastId(): number {
    return this.#database.prepare<{ id: number }>('SELECT last_insert_rowid() AS id').get()?.id ?? 0;
  }
}

function collectingIn(text: string | null): Collecting | null {
  return text === null ? null : collectingSchema.parse(JSON.parse(text));
}

function imageIn(row: ImageRow, labels: readonly HeldLabel[], needed: 1 | 2): KeptImage {
  const { excludedReason, excludedBy, isChallenge, ...image } = row;
  return {
    ...image,
    isChallenge: isChallenge === 1,
    excluded: excludedReason === null ? null : { reason: excludedReason, by: excludedBy },
    ...labellingOf(labels, needed),
  };
}

/** The part that an image shows: one without a serial is a part of its own, and what is good and what is defective are counted apart. */
export function partOf(image: Pick<KeptImage, 'id' | 'serial'>, { truth }: Pick<TestLabel, 'truth'>): string {
  return image.serial === null ? `${truth} image ${image.id}` : `${truth} part ${image.serial}`;
}

function countsOf(images: readonly KeptImage[]): TestSet['counts'] {
  const kept = images.filter(({ excluded }) => excluded === null);
  const labelled = kept.flatMap((image) => (image.label === null ? [] : [{ image, label: image.label }]));
  const of = (truth: TestLabel['truth']): typeof labelled => labelled.filter(({ label }) => label.truth === truth);
  const partsIn = (some: typeof labelled): number => new Set(some.map(({ image, label }) => partOf(image, label))).size;
  const [good, defect] = [of('good'), of('defect')];
  const differing = kept.filter((image) => image.differing.length > 0).length;
  return {
    images: images.length,
    good: good.length,
    defect: defect.length,
    goodParts: partsIn(good),
    defectParts: partsIn(defect),
    unlabelled: kept.length - labelled.length - differing,
    differing,
    excluded: images.length - kept.length,
    challenge: kept.filter(({ isChallenge }) => isChallenge).length,
  };
}
