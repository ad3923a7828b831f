import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BenchDraft, Handlers, RequestName } from '../../../shared/contract/index.ts';
import {
  type CalibrationSettings,
  calibrationSettingsSchema,
  messageOf,
  type RecipeVersion,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { isThere } from '../../files/index.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import { Collector, RecordedImages, type RecordedImagesNeeds, storing, Uploads } from '../gathering/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { Recipes } from '../recipes/index.ts';
import { listNamedFolder } from '../recipes/index.ts';
import { createBrowserPictures, type RecordFiles } from '../records/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import { type Notices, timeInName } from '../storage/index.ts';
import { commandOf } from './command.ts';
import { Draft, newKey } from './draft.ts';
import { Examiner } from './examiner.ts';
import { Fits } from './fits.ts';
import { knownPlaces, lookInto } from './folders.ts';
import type { TakenImage } from './imageList.ts';
import { Surveys } from './survey.ts';
import { recordedImage, uploadedImage } from './takenImages.ts';

type BenchRequest = Extract<RequestName, `bench.${string}`>;

export interface BenchNeeds extends RecordedImagesNeeds {
  readonly sources: () => readonly SourceSettings[];
  readonly host: ProcessHost;
  readonly recipes: Pick<Recipes, 'runner' | 'store'>;
  readonly notices: Pick<Notices, 'add'>;
  readonly files: Pick<RecordFiles, 'makeRoomFor'>;
  readonly pool: Parameters<typeof createBrowserPictures>[0]['pool'];
}

const DRAFT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GRACE_MS = 2000;

/** The calibrations in the making: their drafts lie in `<data>/bench/`, each in a folder of its own, until a person removes them. */
export class Bench implements Feature<BenchRequest> {
  readonly handlers: Handlers<BenchRequest>;
  readonly #kernel: Kernel;
  readonly #needs: BenchNeeds;
  readonly #root: string;
  readonly #drafts = new Map<string, Draft>();
  readonly #examiner: Examiner;
  readonly #surveys: Surveys;
  readonly #recorded: RecordedImages;
  readonly #fits: Fits;
  readonly #uploads = new Uploads();
  readonly #collector: Collector;

  constructor(kernel: Kernel, needs: BenchNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#root = join(kernel.dataFolder, 'bench');
    this.#recorded = new RecordedImages(kernel, needs);
    const pathOfRecord: RecordedImages['pathOf'] = (record) => this.#recorded.pathOf(record);
    this.#fits = new Fits(kernel, {
      recipes: needs.recipes,
      root: this.#root,
      pathOfRecord,
      onChanged: (draft) => this.#tell(draft, { images: false }),
    });
    this.#surveys = new Surveys(needs.host, () => kernel.clock.now());
    this.#readAll();
    this.#examiner = new Examiner(kernel, {
      host: needs.host,
      drafts: () => this.#drafts.values(),
      onExamined: (draft) => this.#tell(draft, { images: true }),
      pathOfRecord,
    });
    this.#collector = new Collector(
      kernel,
      (source) => [...this.#drafts.values()].some(({ collecting }) => collecting?.sourceId === source),
      () => this.#collectAll(),
    );
    this.handlers = { ...this.#draftHandlers(), ...this.#imageHandlers(), ...this.#fitHandlers() };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#collector.stop(GRACE_MS), this.#examiner.stop(GRACE_MS), this.#surveys.stop()]);
  }

  #draftHandlers(): Handlers<'bench.list' | 'bench.begin' | 'bench.get' | 'bench.change' | 'bench.remove'> {
    const { clock, audit } = this.#kernel;
    return {
      'bench.list': () => {
        const drafts = [...this.#drafts.values()].map((draft) => draft.view());
        return { drafts: drafts.sort((one, other) => other.changedAt.localeCompare(one.changedAt)) };
      },
      'bench.begin': async ({ recipe = '', from }) => {
        const version =
          from === undefined ? null : (await this.#needs.recipes.store.load(from.id, from.version)).recipe;
        const settings =
          version === null ? calibrationSettingsSchema.parse({ recipe }) : settingsOf(version, recipe || version.name);
        const images = version === null ? [] : await this.#stillThere(version);
        const begunFrom = version === null ? null : begunFromOf(version, images.length);
        const draft = Draft.begin(this.#root, settings, clock.now(), begunFrom);
        try {
          draft.add(images);
          const after = { recipe: settings.recipe, from: from ?? null, images: images.length };
          audit.append({ action: 'bench.begun', object: { kind: 'bench', id: draft.id }, new: after });
        } catch (thrown) {
          rmSync(draft.folder, { recursive: true, force: true });
          throw thrown;
        }
        this.#drafts.set(draft.id, draft);
        this.#tell(draft, { images: true });
        this.#examiner.wake();
        return draft.view();
      },
      'bench.get': ({ id }) => this.#find(id).view(),
      'bench.change': ({ id, revision, step, settings, fitted }) => {
        const draft = this.#find(id);
        if (draft.revision !== revision) throw new SigmalineError('bench.changed-meanwhile');
        if (draft.runId !== null && (settings !== undefined || fitted !== undefined))
          throw new SigmalineError('bench.fitting');
        const isOtherGroup = settings !== undefined && settings.group !== draft.settings.group;
        const change = {
          ...(step !== undefined && { step }),
          ...(settings !== undefined && { settings }),
          ...(fitted !== undefined && { fitted }),
        };
        draft.change(change, clock.now());
        return this.#tell(draft, { images: isOtherGroup });
      },
      'bench.remove': async ({ id }) => {
        const draft = this.#changeable(id);
        const { recipe } = draft.settings;
        audit.append({
          action: 'bench.removed',
          object: { kind: 'bench', id },
          old: { recipe, images: draft.images.length },
        });
        this.#drafts.delete(id);
        this.#examiner.forget(draft);
        await this.#surveys.forget(draft);
        // A process that is just being ended may still write: what it leaves is removed at the next start.
        await rm(draft.folder, { recursive: true, force: true, maxRetries: 5 });
        this.#kernel.emit('bench.removed', { id });
        return {};
      },
    };
  }

  #imageHandlers(): Handlers<
    | 'bench.folders'
    | 'bench.addFolder'
    | 'bench.upload'
    | 'bench.addRecords'
    | 'bench.collect'
    | 'bench.images'
    | 'bench.takeOut'
    | 'bench.locate'
  > {
    const shown = createBrowserPictures(this.#needs);
    return {
      'bench.folders': ({ path }) => (path === null ? knownPlaces(this.#needs.sources()) : lookInto(path)),
      'bench.addFolder': async ({ id, folder }) => {
        this.#changeable(id);
        const paths = await listNamedFolder(folder);
        return { added: this.#addFiles(this.#changeable(id), paths) };
      },
      'bench.upload': async ({ id, ...piece }) => {
        const draft = this.#changeable(id);
        if (piece.offset === 0) draft.requireRoom(1);
        const image = await uploadedImage(this.#uploads, draft, piece);
        if (image !== null) this.#add(this.#changeable(id), [image]);
        return {};
      },
      'bench.addRecords': (input) => this.#addRecords(input),
      'bench.collect': ({ id, from }) => {
        const draft = this.#changeable(id);
        if (from !== null) {
          const source = this.#needs.sources().find(({ id: known }) => known === from.sourceId);
          if (source === undefined) throw new SigmalineError('source.not-found', { source: from.sourceId });
          draft.requireRoom(from.most);
          draft.collect({ sourceId: source.id, left: from.most, after: this.#recorded.newest });
        } else draft.collect(null);
        return this.#tell(draft, { images: false });
      },
      'bench.images': ({ id }) => ({ images: [...this.#find(id).assessment.images] }),
      'bench.takeOut': ({ id, keys, removed }) => {
        const draft = this.#changeable(id);
        draft.takeOut(keys, removed);
        this.#examiner.wake();
        return this.#tell(draft, { images: true });
      },
      'bench.locate': async ({ id, key, kind }) => {
        const draft = this.#find(id);
        if (key === 'average' || key === 'variation') {
          return { path: await found(Surveys.pathOf(draft, key), key), mediaType: 'image/png' };
        }
        const image = draft.find(key);
        if (image === undefined) throw new SigmalineError('image.not-found', { file: key });
        if (kind === 'thumbnail') {
          return {
            path: await found(join(draft.folder, 'thumbnails', `${key}.jpg`), image.file),
            mediaType: 'image/jpeg',
          };
        }
        const picture = await shown(draft.pathOf(image), join(draft.folder, 'previews', `${key}.jpg`));
        if (picture === null) throw new SigmalineError('image.not-found', { file: image.file });
        return picture;
      },
    };
  }

  #fitHandlers(): Handlers<'bench.survey' | 'bench.fit' | 'bench.command'> {
    return {
      'bench.survey': ({ id }) => this.#surveys.of(this.#find(id)),
      'bench.fit': async ({ id, revision }) => {
        const draft = this.#changeable(id);
        if (draft.revision !== revision) throw new SigmalineError('bench.changed-meanwhile');
        return { runId: await this.#fits.start(draft) };
      },
      'bench.command': ({ id }) => commandOf(this.#find(id)),
    };
  }

  /** @returns how many were added: a path that is there already is left as it is, unless its content could not be read or has changed */
  #addFiles(draft: Draft, paths: readonly string[]): number {
    const known = new Map(draft.images.map((image) => [draft.pathOf(image), image]));
    const again = paths.flatMap((path) => {
      const image = known.get(path);
      return image?.seen?.kind === 'failed' ? [image.key] : [];
    });
    const fresh = paths.filter((path) => !known.has(path) || known.get(path)?.seen?.kind === 'failed');
    draft.requireRoom(fresh.length - again.length);
    draft.drop(again);
    return this.#add(
      draft,
      fresh.map((path) => ({
        key: newKey(),
        path,
        file: path.slice(dirname(path).length).replace(/^[/\\]/, ''),
        from: 'folder' as const,
        record: null,
        serial: null,
        released: false,
      })),
    );
  }

  async #addRecords({
    id,
    filter,
    most,
  }: Parameters<Handlers['bench.addRecords']>[0]): Promise<{ added: number; gone: number }> {
    this.#changeable(id);
    const found = await this.#recorded.found(filter, most);
    const draft = this.#changeable(id);
    const known = new Set(draft.images.map(({ record }) => record?.number));
    const fresh = found.filter(({ found: { number } }) => !known.has(number));
    draft.requireRoom(fresh.length);
    const taken: TakenImage[] = [];
    for (const { found: record, released } of fresh) {
      const image = await recordedImage(this.#needs, draft, record, { from: 'record', released });
      if (image !== null) taken.push(image);
    }
    this.#add(this.#changeable(id), taken);
    return { added: taken.length, gone: fresh.length - taken.length };
  }

  async #collectAll(): Promise<void> {
    for (const draft of [...this.#drafts.values()]) {
      // What comes while it is fitted is taken afterwards: the records say what it was.
      if (draft.collecting !== null && draft.runId === null) await this.#collect(draft, draft.collecting);
    }
  }

  async #collect(draft: Draft, { sourceId, left, after }: NonNullable<Draft['collecting']>): Promise<void> {
    const found = this.#recorded.after(sourceId, after, left);
    const newest = found.at(-1)?.number;
    if (newest === undefined) return;
    const known = new Set(draft.images.map(({ record }) => record?.number));
    const taken: TakenImage[] = [];
    for (const record of found) {
      const image = known.has(record.number)
        ? null
        : await recordedImage(this.#needs, draft, record, { from: 'source', released: false });
      if (image !== null) taken.push(image);
    }
    // A person may have ended or changed it meanwhile.
    if (this.#drafts.get(draft.id) !== draft || draft.collecting?.after !== after) return;
    draft.add(taken);
    const remaining = left - taken.length;
    draft.collect(remaining > 0 ? { sourceId, left: remaining, after: newest } : null);
    this.#tell(draft, { images: true });
    this.#examiner.wake();
  }

  #add(draft: Draft, images: readonly TakenImage[]): number {
    draft.add(images);
    this.#tell(draft, { images: true });
    this.#examiner.wake();
    return images.length;
  }

  async #stillThere(version: RecipeVersion): Promise<TakenImage[]> {
    const images = this.#fits.imagesOf(version);
    const are = await Promise.all(images.map(({ path }) => isThere(path)));
    return images.filter((_, index) => are[index]).map((image) => ({ ...image, key: newKey() }));
  }

  #find(id: string): Draft {
    const draft = this.#drafts.get(id);
    if (draft === undefined) throw new SigmalineError('bench.not-found');
    return draft;
  }

  #changeable(id: string): Draft {
    const draft = this.#find(id);
    if (draft.runId !== null) throw new SigmalineError('bench.fitting');
    return draft;
  }

  #tell(draft: Draft, { images }: { readonly images: boolean }): ReturnType<Draft['view']> {
    const view = draft.view();
    this.#kernel.emit('bench.changed', { draft: view, images });
    return view;
  }

  #readAll(): void {
    for (const name of foldersIn(this.#root)) {
      if (!DRAFT_ID.test(name)) continue;
      const folder = join(this.#root, name);
      if (!Draft.isIn(folder)) {
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      try {
        const draft = Draft.read(folder);
        Uploads.clear(draft.folder);
        this.#drafts.set(draft.id, draft);
      } catch (thrown) {
        this.#setAside(folder, thrown);
      }
    }
  }

  /** A draft that cannot be read stays as it is, elsewhere, and people are told. */
  #setAside(folder: string, thrown: unknown): void {
    const place = join(this.#kernel.dataFolder, 'damaged', `${timeInName(this.#kernel.clock.now())}-bench`);
    storing(folder, () => {
      mkdirSync(dirname(place), { recursive: true });
      renameSync(folder, place);
    });
    const reason = thrown instanceof SyntaxError ? 'a line of it is no JSON' : messageOf(thrown).slice(0, 200);
    this.#kernel.report(thrown);
    this.#needs.notices.add(new SigmalineError('bench.damaged', { reason, folder: place }));
  }
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root);
  } catch {
    return [];
  }
}

/** @throws SigmalineError `image.not-found` */
async function found(path: string, file: string): Promise<string> {
  if (await isThere(path)) return path;
  throw new SigmalineError('image.not-found', { file });
}

/** Of a version that was fitted elsewhere, or by the command line, the station knows the hashes of its images, but not where they lie. */
function begunFromOf({ id, version, heldOut }: RecipeVersion, taken: number): BenchDraft['begunFrom'] {
  return { id, version, images: heldOut.length, taken: Math.min(taken, heldOut.length) };
}

/** What a version was asked for. */
function settingsOf(version: RecipeVersion, recipe: string): CalibrationSettings {
  const { backbone, limit, area, gate, kinds, advanced, precision } = version;
  const asked = { 'float-asked': 'float', 'int8-asked': 'int8' }[precision?.outcome as string];
  return calibrationSettingsSchema.parse({
    recipe,
    backbone: backbone.id,
    ...(limit !== null && { target: limit.target }),
    ...(limit === null && { draft: true }),
    ...(asked !== undefined && { precision: asked }),
    ...(area !== undefined && { area }),
    ...(gate !== undefined && { gate }),
    ...(kinds !== undefined && { kinds }),
    ...(advanced !== undefined && { advanced }),
  });
}
