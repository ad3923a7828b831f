import { isDeepStrictEqual } from 'node:util';
import type { Caller, Handlers, RequestInput } from '../../../shared/contract/index.ts';
import {
  type RecipeId,
  SigmalineError,
  type TestImage,
  type TestLabel,
  type TestSet,
} from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { RecipeStore } from '../recipes/index.ts';
import { hashOf, requireLockable } from './lock.ts';
import type { SetFiles } from './setFiles.ts';
import type { TestRunTable } from './testRunTable.ts';
import type { KeptImage, TestSetTable } from './testSetTable.ts';

export type AdditionRequest = `testSet.${'addFolder' | 'addRecords' | 'upload' | 'collect'}`;
type TestSetRequest = Exclude<Extract<keyof Handlers, `testSet.${string}`>, AdditionRequest>;

export interface TestSetsNeeds {
  readonly recipes: Pick<RecipeStore, 'useOf'>;
  /** How many people label an image, as the policies say. */
  readonly labelsEach: () => 1 | 2;
  /** The station's list of classes of defects. */
  readonly defects: () => readonly string[];
  readonly sets: TestSetTable;
  readonly runs: TestRunTable;
  readonly files: SetFiles;
}

/** Sets of images with known truth: made, labelled, and locked before anything is tested with them. */
export class TestSets implements Feature<TestSetRequest> {
  readonly handlers: Handlers<TestSetRequest>;
  readonly #kernel: Kernel;
  readonly #needs: TestSetsNeeds;

  constructor(kernel: Kernel, needs: TestSetsNeeds) {
    const { sets, runs, files } = needs;
    this.#kernel = kernel;
    this.#needs = needs;
    this.handlers = {
      'testSet.list': () => ({ sets: sets.ids().map((id) => sets.get(id)), runs: runs.all() }),
      'testSet.create': (asked, caller) => this.#create(asked, caller),
      'testSet.change': ({ id, ...change }, caller) => this.#changeSet(id, change, caller),
      'testSet.remove': ({ id }) => this.#remove(id),
      'testSet.images': ({ id }, caller) => {
        sets.get(id);
        return { images: sets.images(id).map((image) => shownTo(caller, image)) };
      },
      'testSet.label': ({ id, images, label }, caller) => {
        requireDefect(this.#needs.defects(), label);
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
      sets.change(id, { name, criteria: original.criteria, criteriaWritten: this.#copied(original) });
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

  /** Criteria keep when and by whom they were first written, so that a copy does not make them younger than what was tested with them. */
  #copied({ name, criteria, criteriaWritten, locked }: TestSet): TestSet['criteriaWritten'] {
    if (criteria === null) return null;
    if (criteriaWritten !== null) return { ...criteriaWritten, copiedFrom: name };
    // Of an older set only this much is known: when it was locked they were there.
    return { at: locked?.at ?? this.#now(), by: locked?.by ?? null, copiedFrom: name };
  }

  #changeSet(
    id: number,
    { name, criteria }: Omit<RequestInput<'testSet.change'>, 'id'>,
    { name: by }: Caller,
  ): TestSet {
    const { sets } = this.#needs;
    this.#kernel.database.transaction(() => {
      const { name: oldName, criteria: oldCriteria, criteriaWritten } = sets.requireOpen(id);
      if (name !== undefined) sets.requireFree(name, id);
      const now = { name: name ?? oldName, criteria: criteria ?? oldCriteria };
      const isNew = !isDeepStrictEqual(now.criteria, oldCriteria);
      sets.change(id, {
        ...now,
        criteriaWritten: isNew ? { at: this.#now(), by, copiedFrom: null } : criteriaWritten,
      });
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

/** @throws SigmalineError `test-set.defect` */
export function requireDefect(known: readonly string[], label: TestLabel | null): void {
  const defect = label?.defect ?? null;
  if (defect !== null && !known.includes(defect)) throw new SigmalineError('test-set.defect', { defect });
}

export const objectOf = (id: number): { kind: string; id: string } => ({ kind: 'test set', id: String(id) });

export function byOf({ person, name }: Caller, at: string): { person: string; name: string; at: string } {
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
