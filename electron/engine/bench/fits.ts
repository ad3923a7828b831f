import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type RecipeVersion, type ReleasedImage, reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { probeFile, readJsonSync, sha256OfFile, writeJsonSync } from '../../files/index.ts';
import { storing } from '../gathering/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { askedBy, type CalibrationRun, type Recipes } from '../recipes/index.ts';
import { factsOf } from './assessment.ts';
import { withoutOf } from './command.ts';
import type { Draft } from './draft.ts';
import { type DraftImage, type TakenImage, takenImageSchema } from './imageList.ts';

export interface FitsNeeds {
  readonly recipes: Pick<Recipes, 'runner'>;
  /** Where drafts lie. */
  readonly root: string;
  readonly pathOfRecord: (record: NonNullable<DraftImage['record']>) => Promise<string | null>;
  readonly onChanged: (draft: Draft) => void;
}

/** So many files are looked at side by side: a share answers slowly. */
const AT_ONCE = 8;

/** Fits the versions of drafts, and remembers which images each was fitted on. */
export class Fits {
  readonly #kernel: Kernel;
  readonly #needs: FitsNeeds;

  constructor(kernel: Kernel, needs: FitsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
  }

  /** @throws SigmalineError `bench.waiting`, `bench.images-gone`, `calibration.*`, and whatever keeps a calibration from starting */
  async start(draft: Draft): Promise<string> {
    const waiting = draft.waiting.length;
    if (waiting > 0) throw new SigmalineError('bench.waiting', { count: waiting });
    const images = draft.good;
    await this.#requireThere(draft, images);
    const request = this.#requestOf(draft, images);
    const run = await this.#needs.recipes.runner.start(request);
    const { recipe, target, backbone } = draft.settings;
    try {
      this.#kernel.audit.append({
        action: 'calibration.started',
        object: { kind: 'recipe', id: recipe },
        new: { runId: run.runId, bench: draft.id, images: images.length, backboneId: backbone, target },
      });
    } catch (thrown) {
      run.cancel();
      throw thrown;
    }
    draft.runId = run.runId;
    this.#needs.onChanged(draft);
    void this.#follow(draft, run, images);
    return run.runId;
  }

  /** The images that a version was fitted on, as far as a draft of this station fitted it. */
  imagesOf({ id, version }: Pick<RecipeVersion, 'id' | 'version'>): readonly TakenImage[] {
    return z.array(takenImageSchema).safeParse(readJsonSync(this.#listOf(id, version))).data ?? [];
  }

  #requestOf(draft: Draft, images: readonly DraftImage[]): Parameters<Recipes['runner']['start']>[0] {
    const released = images.flatMap((image): ReleasedImage[] => {
      const { record, serial } = image;
      if (!image.released || record === null) return [];
      const { number, file, sha256 } = record;
      return [{ path: draft.pathOf(image), number, file, sha256, serial }];
    });
    const paths = new Set(released.map(({ path }) => path));
    const without = withoutOf(draft);
    const left = new Set(without.map(({ file }) => file));
    // Removed ones are listed only to be told of by the recipe.
    const removed = draft.images.filter((image) => image.removed && left.has(basename(image.path)));
    const listed = [...images, ...removed]
      .map((image) => ({ path: draft.pathOf(image), part: image.serial }))
      .filter(({ path }) => !paths.has(path));
    return { ...askedBy(draft.settings), images: listed, released, without };
  }

  async #follow(draft: Draft, run: CalibrationRun, images: readonly DraftImage[]): Promise<void> {
    try {
      const { recipe } = await run.result;
      draft.runId = null;
      draft.change({ fitted: { id: recipe.id, version: recipe.version } }, this.#kernel.clock.now());
      this.#remember(draft, recipe, images);
    } catch (thrown) {
      draft.runId = null;
      this.#kernel.report(thrown);
      const error = reportOf(thrown);
      if (error.code !== 'calibration.cancelled') this.#kernel.emit('bench.failed', { id: draft.id, error });
    }
    this.#needs.onChanged(draft);
  }

  /** For whoever calibrates the version again. */
  #remember(draft: Draft, { id, version }: RecipeVersion, images: readonly DraftImage[]): void {
    const taken = images.map(({ removed: _, seen: __, ...image }) => ({ ...image, path: draft.pathOf(image) }));
    const list = this.#listOf(id, version);
    storing(list, () => {
      mkdirSync(dirname(list), { recursive: true });
      writeJsonSync(list, taken);
    });
  }

  /** @throws SigmalineError `bench.images-gone` */
  async #requireThere(draft: Draft, images: readonly DraftImage[]): Promise<void> {
    const gone: DraftImage[] = [];
    const waiting = images.values();
    const worker = async (): Promise<void> => {
      for (const image of waiting) if (!(await this.#isThere(draft, image))) gone.push(image);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const [first] = gone;
    if (first === undefined) return;
    throw new SigmalineError('bench.images-gone', { count: gone.length, file: first.file });
  }

  /** The very content that was examined: a file of another time is read. */
  async #isThere(draft: Draft, image: DraftImage): Promise<boolean> {
    const facts = factsOf(image);
    if (facts === null) return false;
    const holds = async (path: string): Promise<boolean> => {
      const found = await probeFile(path).catch(() => null);
      if (found?.kind !== 'file') return false;
      const { size, modifiedUs } = found.fingerprint;
      if (size !== facts.content.size) return false;
      return modifiedUs === facts.content.modifiedUs || (await sha256OfFile(path).catch(() => null)) === facts.sha256;
    };
    if (await holds(draft.pathOf(image))) return true;
    const elsewhere = image.record === null ? null : await this.#needs.pathOfRecord(image.record);
    if (elsewhere === null || !(await holds(elsewhere))) return false;
    draft.moved(image.key, elsewhere);
    return true;
  }

  #listOf(id: string, version: number): string {
    return join(this.#needs.root, 'versions', `${basename(id)}@${version}.json`);
  }
}
