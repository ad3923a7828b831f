import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BENCH_STEPS, type BenchDraft, benchDraftSchema } from '../../../shared/contract/index.ts';
import {
  type CalibrationSettings,
  calibrationSettingsSchema,
  recipeIdSchema,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { Examined } from '../../../shared/processes/examining.ts';
import { readJsonSync, writeJsonSync } from '../../files/index.ts';
import { collectingSchema, storing } from '../gathering/index.ts';
import { type Assessment, assess } from './assessment.ts';
import { type DraftImage, ImageList, type TakenImage } from './imageList.ts';

const storedDraftSchema = z.object({
  id: z.uuid(),
  revision: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  step: z.enum(BENCH_STEPS),
  settings: calibrationSettingsSchema,
  /** Drafts of earlier programs do not say. */
  begunFrom: benchDraftSchema.shape.begunFrom.default(null),
  fitted: z.object({ id: recipeIdSchema, version: z.number().int().positive() }).nullable(),
  collecting: collectingSchema.nullable(),
});
type StoredDraft = z.infer<typeof storedDraftSchema>;

const FILE = 'draft.json';
export const MOST_IMAGES = 2000;

/** What a person says of a draft; each change counts. */
export type DraftChange = Partial<Pick<StoredDraft, 'step' | 'settings' | 'fitted'>>;

/** A calibration in the making, in a folder of its own: `draft.json` and the list of its images are on the disk before anything is answered. */
export class Draft {
  readonly folder: string;
  /** The fit that goes on. */
  runId: string | null = null;
  #stored: StoredDraft;
  readonly #images: ImageList;
  #assessment: Assessment | null = null;

  private constructor(folder: string, stored: StoredDraft) {
    this.folder = folder;
    this.#stored = stored;
    this.#images = new ImageList(folder);
  }

  /** @throws SigmalineError `station.disk-full`, `station.data-folder` */
  static begin(
    root: string,
    settings: CalibrationSettings,
    at: Date,
    begunFrom: BenchDraft['begunFrom'] = null,
  ): Draft {
    const id = randomUUID();
    const folder = join(root, id);
    const now = at.toISOString();
    const begun: StoredDraft = {
      id,
      revision: 0,
      createdAt: now,
      changedAt: now,
      step: 'images',
      settings,
      begunFrom,
      fitted: null,
      collecting: null,
    };
    storing(folder, () => {
      mkdirSync(folder, { recursive: true });
      writeJsonSync(join(folder, FILE), begun);
    });
    return new Draft(folder, begun);
  }

  /** @throws whatever says that its files are damaged */
  static read(folder: string): Draft {
    const draft = new Draft(folder, storedDraftSchema.parse(readJsonSync(join(folder, FILE))));
    draft.#images.compact();
    return draft;
  }

  /** Whether a folder ever held a draft: one that was killed in its first moment did not. */
  static isIn(folder: string): boolean {
    return existsSync(join(folder, FILE)) || existsSync(join(folder, 'images.jsonl'));
  }

  get id(): string {
    return this.#stored.id;
  }

  get revision(): number {
    return this.#stored.revision;
  }

  get settings(): CalibrationSettings {
    return this.#stored.settings;
  }

  get collecting(): StoredDraft['collecting'] {
    return this.#stored.collecting;
  }

  get images(): readonly DraftImage[] {
    return this.#images.all();
  }

  get usual(): number | null {
    return this.#images.usual;
  }

  /** Those that take part: neither removed, nor the same as another, nor impossible to read. Where some wait, these are among them. */
  get good(): readonly DraftImage[] {
    const { duplicates } = this.assessment;
    return this.images.filter(({ key, removed, seen }) => !removed && seen?.kind !== 'failed' && !duplicates.has(key));
  }

  get waiting(): readonly DraftImage[] {
    return this.images.filter(({ removed, seen }) => !removed && seen === null);
  }

  get assessment(): Assessment {
    this.#assessment ??= assess(this.images, this.#images.usual, this.settings.group);
    return this.#assessment;
  }

  view(): BenchDraft {
    const { collecting, ...stored } = this.#stored;
    const { images, duplicates } = this.assessment;
    const kept = images.filter(({ removed }) => !removed);
    const good = kept.filter(({ key, state }) => state !== 'failed' && !duplicates.has(key));
    // An image whose part nobody knows counts for one.
    const parts = new Set(good.map(({ key, part }) => part ?? key));
    return {
      ...stored,
      runId: this.runId,
      images: {
        good: good.length,
        parts: parts.size,
        waiting: kept.filter(({ state }) => state === 'waiting').length,
        removed: images.length - kept.length,
        failed: kept.filter(({ state }) => state === 'failed').length,
      },
      collecting: collecting === null ? null : { sourceId: collecting.sourceId, left: collecting.left },
    };
  }

  find(key: string): DraftImage | undefined {
    return this.#images.find(key);
  }

  pathOf(image: Pick<TakenImage, 'path'>): string {
    return this.#images.pathOf(image);
  }

  change(change: DraftChange, at: Date): void {
    this.#store({ ...change, revision: this.revision + 1, changedAt: at.toISOString() });
    if (change.settings !== undefined) this.#assessment = null;
  }

  collect(collecting: StoredDraft['collecting']): void {
    this.#store({ collecting });
  }

  /** @throws SigmalineError `bench.too-many` */
  requireRoom(more: number): void {
    if (this.#images.size + more > MOST_IMAGES) throw new SigmalineError('bench.too-many', { most: MOST_IMAGES });
  }

  /** @throws SigmalineError `bench.too-many`, `station.*` */
  add(images: readonly TakenImage[]): void {
    this.requireRoom(images.length);
    this.#list((list) => list.add(images));
  }

  takeOut(keys: readonly string[], removed: boolean): void {
    this.#list((list) => list.takeOut(keys, removed));
  }

  drop(keys: readonly string[]): void {
    this.#list((list) => list.drop(keys));
  }

  moved(key: string, path: string): void {
    this.#list((list) => list.moved(key, path));
  }

  examined(seen: Examined): void {
    this.#list((list) => list.examined(seen));
  }

  foundUsual(usual: number | null): void {
    this.#list((list) => list.foundUsual(usual));
  }

  #list(change: (list: ImageList) => void): void {
    storing(this.folder, () => change(this.#images));
    this.#assessment = null;
  }

  #store(change: Partial<StoredDraft>): void {
    const changed = { ...this.#stored, ...change };
    storing(this.folder, () => writeJsonSync(join(this.folder, FILE), changed));
    this.#stored = changed;
  }
}

/** Names an image within its draft. */
export function newKey(): string {
  return randomBytes(8).toString('hex');
}
