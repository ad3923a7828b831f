import type { Caller, Handlers, RequestInput } from '../../../shared/contract/index.ts';
import {
  type RecipeId,
  type RecordFilter,
  recordFilterSchema,
  SigmalineError,
  type TestImage,
  type TestLabel,
  type TestSet,
} from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { listImages, type RecipeStore } from '../recipes/index.ts';
import type { InspectionRecords, OriginalImageFinder } from '../records/index.ts';
import { FoundRecords, type RecordSearch } from '../search/index.ts';
import { hashOf, requireLockable } from './lock.ts';
import type { SetFiles } from './setFiles.ts';
import type { TestRunTable } from './testRunTable.ts';
import type { KeptImage, NewImage, TestSetTable } from './testSetTable.ts';

type TestSetRequest = Extract<keyof Handlers, `testSet.${string}`>;

export interface TestSetsNeeds {
  readonly recipes: Pick<RecipeStore, 'useOf'>;
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly findOriginal: OriginalImageFinder;
  readonly search: Pick<RecordSearch, 'newestOf'>;
  /** How many people label an image, as the policies say. */
  readonly labelsEach: () => 1 | 2;
  /** The station's list of classes of defects. */
  readonly defects: () => readonly string[];
  readonly sets: TestSetTable;
  readonly runs: TestRunTable;
  readonly files: SetFiles;
}

/** More nobody labels. */
const MOST_IMAGES = 5000;
/** Copied, entered, and then the next: what was copied is in the set, should the rest fail. */
const COPIED_AT_ONCE = 20;

/** Sets of images with known truth: made, labelled, and locked before anything is tested with them. */
export class TestSets implements Feature<TestSetRequest> {
  readonly handlers: Handlers<TestSetRequest>;
  readonly #kernel: Kernel;
  readonly #needs: TestSetsNeeds;
  readonly #lines: FoundRecords;

  constructor(kernel: Kernel, needs: TestSetsNeeds) {
    const { sets, runs, files } = needs;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#lines = new FoundRecords(kernel.database);
    this.handlers = {
      'testSet.list': () => ({ sets: sets.ids().map((id) => sets.get(id)), runs: runs.all() }),
      'testSet.create': (asked, caller) => this.#create(asked, caller),
      'testSet.change': ({ id, ...change }) => this.#changeSet(id, change),
      'testSet.remove': ({ id }) => this.#remove(id),
      'testSet.addFolder': async ({ id, folder, label }, caller) => {
        this.#requireAddable(id, label);
        const found = (await listImages(folder)).map((path) => ({ path, number: null, serial: null }));
        return this.#add(id, 'folder', found, label, caller);
      },
      'testSet.addRecords': async ({ id, filter, most, label }, caller) => {
        this.#requireAddable(id, label);
        const { found, gone } = await this.#recorded(recordFilterSchema.parse(filter), most);
        return { ...(await this.#add(id, 'record', found, label, caller)), gone };
      },
      'testSet.images': ({ id }, caller) => {
        sets.get(id);
        return { images: sets.images(id).map((image) => shownTo(caller, image)) };
      },
      'testSet.label': ({ id, images, label }, caller) => {
        this.#requireDefect(label);
        const by = byOf(caller, this.#now());
        return this.#changeImages(id, images, 'labelled', { label }, (image) => sets.label(image.id, by, label));
      },
      'testSet.describe': ({ id, images, ...asked }) =>
        this.#changeImages(id, images, 'described', asked, (image) =>
          sets.describe(image.id, {
            serial: asked.serial === undefined ? image.serial : asked.serial,
            isChallenge: asked.isChallenge ?? image.isChallenge,
          }),
        ),
      'testSet.exclude': ({ id, images, reason }, caller) => {
        const excluded = reason === null ? null : { reason, by: caller.name };
        return this.#changeImages(
          id,
          images,
          'excluded',
          { excluded: reason !== null },
          (image) => sets.exclude(image.id, excluded),
          reason,
        );
      },
      'testSet.lock': ({ id }, caller) => this.#lock(id, caller),
      'testSet.withdraw': ({ id, reason }, caller) => this.#withdraw(id, reason, caller),
      'testSet.locate': ({ id, image, kind }) => files.picture(id, sets.imageRow(id, image), kind),
    };
  }

  #now(): string {
    return this.#kernel.clock.now().toISOString();
  }

  async #create({ name, recipe, from }: Created, caller: Caller): Promise<TestSet> {
    const { sets, recipes, files, labelsEach } = this.#needs;
    await recipes.useOf(recipe);
    const original = from === undefined ? null : sets.get(from);
    const id = this.#kernel.database.transaction(() => {
      sets.requireFree(name);
      const made = sets.create({
        name,
        recipeId: recipe,
        createdAt: this.#now(),
        by: caller.name,
        labelsEach: labelsEach(),
      });
      const said = { name, recipe, ...(original && { from: original.name }) };
      this.#kernel.audit.append({ action: 'test-set.created', object: objectOf(made), new: said });
      return made;
    });
    if (original === null) return this.#tell(id);
    const images = sets.images(original.id);
    await files.copy(
      id,
      images.map(({ stored }) => files.pathOf(original.id, stored)),
    );
    this.#kernel.database.transaction(() => {
      sets.change(id, { name, criteria: original.criteria });
      for (const image of images) {
        const copy = sets.add(id, image);
        if (copy === null) continue;
        for (const { person, name: who, at, truth, defect } of image.labels)
          sets.label(copy, { person, name: who, at }, { truth, defect });
        sets.exclude(copy, image.excluded);
      }
    });
    return this.#tell(id);
  }

  #changeSet(id: number, { name, criteria }: Omit<RequestInput<'testSet.change'>, 'id'>): TestSet {
    const { sets } = this.#needs;
    this.#kernel.database.transaction(() => {
      const { name: oldName, criteria: oldCriteria } = sets.requireOpen(id);
      if (name !== undefined) sets.requireFree(name, id);
      const now = { name: name ?? oldName, criteria: criteria ?? oldCriteria };
      sets.change(id, now);
      const old = { name: oldName, criteria: oldCriteria };
      this.#kernel.audit.append({ action: 'test-set.changed', object: objectOf(id), old, new: now });
    });
    return this.#tell(id);
  }

  async #remove(id: number): Promise<Record<string, never>> {
    const { sets, files } = this.#needs;
    this.#kernel.database.transaction(() => {
      const { name, counts } = sets.requireOpen(id);
      sets.remove(id);
      const old = { name, images: counts.images };
      this.#kernel.audit.append({ action: 'test-set.removed', object: objectOf(id), old });
    });
    await files.remove(id);
    this.#kernel.emit('testSet.removed', { id });
    return {};
  }

  /** @throws SigmalineError `test-set.*` */
  #requireAddable(id: number, label: TestLabel | null): void {
    this.#needs.sets.requireOpen(id);
    this.#requireDefect(label);
  }

  #requireDefect(label: TestLabel | null): void {
    const defect = label?.defect ?? null;
    if (defect !== null && !this.#needs.defects().includes(defect))
      throw new SigmalineError('test-set.defect', { defect });
  }

  async #recorded(filter: RecordFilter, most: number): Promise<{ readonly found: Found[]; readonly gone: number }> {
    const numbers = await this.#needs.search.newestOf(filter, most);
    const found: Found[] = [];
    for (const number of numbers) {
      const line = this.#lines.line(number);
      const record = line === null ? null : this.#needs.records.find(line.id);
      const path = record === null ? null : await this.#needs.findOriginal(record);
      if (record !== null && path !== null) found.push({ path, number, serial: record.serial });
    }
    return { found, gone: numbers.length - found.length };
  }

  async #add(
    id: number,
    from: TestImage['from'],
    found: readonly Found[],
    label: TestLabel | null,
    caller: Caller,
  ): Promise<{ added: number; already: number }> {
    const { sets, files } = this.#needs;
    const count = sets.get(id).counts.images + found.length;
    if (count > MOST_IMAGES) throw new SigmalineError('test-set.too-many', { most: MOST_IMAGES, count });
    let added = 0;
    for (let start = 0; start < found.length; start += COPIED_AT_ONCE) {
      const some = found.slice(start, start + COPIED_AT_ONCE);
      const copies = await files.copy(
        id,
        some.map(({ path }) => path),
      );
      caller.requireSession();
      const images = copies.map((copy, index): NewImage => {
        const { number = null, serial = null } = some[index] ?? {};
        return { ...copy, from, number, serial };
      });
      added += this.#enter(id, images, label, caller);
      this.#tell(id);
    }
    return { added, already: found.length - added };
  }

  #enter(id: number, images: readonly NewImage[], label: TestLabel | null, caller: Caller): number {
    const { sets } = this.#needs;
    const by = byOf(caller, this.#now());
    return this.#kernel.database.transaction(() => {
      sets.requireOpen(id);
      const entered = images.flatMap((image) => {
        const made = sets.add(id, image);
        if (made !== null && label !== null) sets.label(made, by, label);
        return made === null ? [] : [image];
      });
      if (entered.length > 0) {
        const said = { images: entered.map(({ file, sha256 }) => ({ file, sha256 })), label };
        this.#kernel.audit.append({ action: 'test-set.added', object: objectOf(id), new: said });
      }
      return entered.length;
    });
  }

  /** Changes images of an open set, with one entry for all. */
  #changeImages(
    id: number,
    ids: readonly number[],
    verb: 'labelled' | 'described' | 'excluded',
    said: object,
    change: (image: KeptImage) => void,
    reason: string | null = null,
  ): TestSet {
    const { sets } = this.#needs;
    this.#kernel.database.transaction(() => {
      sets.requireOpen(id);
      const images = new Map(sets.images(id).map((image) => [image.id, image]));
      const changed = [...new Set(ids)].map((one) => {
        const image = images.get(one);
        if (image === undefined) throw new SigmalineError('image.not-found', { file: String(one) });
        return image;
      });
      for (const image of changed) change(image);
      const files = changed.map(({ file }) => file);
      this.#kernel.audit.append({
        action: `test-set.${verb}`,
        object: objectOf(id),
        new: { ...said, files },
        reason,
      });
    });
    return this.#tell(id);
  }

  async #lock(id: number, caller: Caller): Promise<TestSet> {
    const { sets, files } = this.#needs;
    const { name } = sets.requireOpen(id);
    for (const { stored, sha256, file } of sets.images(id)) {
      const now = await sha256OfFile(files.pathOf(id, stored)).catch(() => null);
      if (now !== sha256) throw new SigmalineError('test-set.altered', { file, name });
    }
    caller.requireSession();
    this.#kernel.database.transaction(() => {
      const set = sets.requireOpen(id);
      const images = sets.images(id);
      const criteria = requireLockable(set, images);
      const hash = hashOf(images, criteria);
      sets.lock(id, { at: this.#now(), by: caller.name, hash });
      const said = { name: set.name, hash, criteria, ...set.counts };
      this.#kernel.audit.append({ action: 'test-set.locked', object: objectOf(id), new: said });
    });
    return this.#tell(id);
  }

  #withdraw(id: number, reason: string, caller: Caller): TestSet {
    const { sets, runs } = this.#needs;
    this.#kernel.database.transaction(() => {
      const { state, name, recipeId } = sets.get(id);
      if (state !== 'locked') throw new SigmalineError('test-set.not-locked', { name });
      if (runs.running()?.setId === id) throw new SigmalineError('test-run.running');
      sets.withdraw(id, { at: this.#now(), by: caller.name, reason });
      const said = { name, recipe: recipeId };
      this.#kernel.audit.append({ action: 'test-set.withdrawn', object: objectOf(id), new: said, reason });
    });
    const set = this.#tell(id);
    this.#kernel.emit('recipe.changed', { id: set.recipeId });
    return set;
  }

  #tell(id: number): TestSet {
    const set = this.#needs.sets.get(id);
    this.#kernel.emit('testSet.changed', { set });
    return set;
  }
}

interface Created {
  readonly name: string;
  readonly recipe: RecipeId;
  readonly from?: number | undefined;
}

interface Found {
  readonly path: string;
  readonly number: number | null;
  readonly serial: string | null;
}

const objectOf = (id: number): { kind: string; id: string } => ({ kind: 'test set', id: String(id) });

function byOf({ person, name }: Caller, at: string): { person: string; name: string; at: string } {
  return { person: person ?? '', name: name ?? '', at };
}

/** Nobody sees what another has said before both have. */
function shownTo({ person }: Caller, { labels, stored: _, setId: __, ...image }: KeptImage): TestImage {
  const own = labels.find((label) => label.person === (person ?? ''));
  return {
    ...image,
    own: own === undefined ? null : { truth: own.truth, defect: own.defect },
    labelledBy: labels.map(({ name }) => name),
  };
}
