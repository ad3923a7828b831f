import { join } from 'node:path';
import type { Caller, Handlers } from '../../../shared/contract/index.ts';
import {
  type RecipeId,
  type RecipeUse,
  type ReleasedImage,
  recipeIdSchema,
  SigmalineError,
  type SignatureInput,
  slugOf,
} from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { Access } from '../access/index.ts';
import { type BackboneStore, listBackbones } from '../backbones/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { CalibrationRunner } from './calibrationRunner.ts';
import { tryGroup } from './partGroups.ts';
import { RecipeStore } from './recipeStore.ts';
import type { StoredRecipe } from './storedRecipe.ts';
import { type Chooser, VersionsInUse } from './versionsInUse.ts';

type RecipeRequest =
  | 'recipe.list'
  | 'recipe.use'
  | 'recipe.locateSuspect'
  | 'recipe.offer'
  | 'backbone.list'
  | 'backbone.measure'
  | 'calibration.start'
  | 'calibration.released'
  | 'calibration.tryGroup'
  | 'calibration.cancel';

interface UseOptions {
  readonly seen?: number | undefined;
  readonly draft?: boolean | undefined;
  /** Does what else belongs to the choice, which it makes. */
  readonly decide?: ((choose: () => RecipeUse, stored: StoredRecipe) => RecipeUse | Promise<RecipeUse>) | undefined;
}

export interface RecipesNeeds {
  /** Starts the process of a calibration. */
  readonly host: ProcessHost;
  /** Of a network that judges live parts. */
  readonly threads?: () => number;
  readonly backbones: BackboneStore;
  /** The images of parts that people released. */
  readonly released?: {
    count(recipe: RecipeId): Promise<{ readonly images: number; readonly gone: number }>;
    of(recipe: RecipeId): Promise<readonly ReleasedImage[]>;
  };
  /** Signs in the name of whoever chooses a version. */
  readonly signing?: Pick<Access, 'signsRecipeUse' | 'signatures'>;
}

/** The recipes of a station: the calibrations that make new versions, and which version of each judges. */
export class Recipes implements Feature<RecipeRequest> {
  readonly handlers: Handlers<RecipeRequest>;
  readonly store: RecipeStore;
  readonly runner: CalibrationRunner;
  readonly #kernel: Kernel;
  readonly #needs: RecipesNeeds;
  readonly #uses: VersionsInUse;
  readonly #usedListeners: ((id: RecipeId) => void)[] = [];

  constructor(kernel: Kernel, needs: RecipesNeeds) {
    const { host, backbones } = needs;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#uses = new VersionsInUse(kernel);
    const store = new RecipeStore({ dataFolder: kernel.dataFolder, uses: this.#uses });
    const runner = new CalibrationRunner({ host, recipes: store, backbones, kernel });
    this.store = store;
    this.runner = runner;
    store.onPublished((published, before) => this.#published(published, before));
    this.handlers = {
      'recipe.list': () => store.list(),
      'recipe.use': ({ id, version, signature, ...asked }, caller) =>
        this.use(id, version, caller, { ...asked, decide: this.#deciding(caller, signature) }),
      'recipe.locateSuspect': async ({ id, version, place }) => {
        const { recipe, folder } = await store.load(id, version);
        const suspect = recipe.suspects?.[place];
        if (suspect?.picture === undefined) throw new SigmalineError('image.not-found', { file: suspect?.file ?? '' });
        return { path: join(folder, suspect.picture), mediaType: 'image/jpeg' };
      },
      'recipe.offer': async ({ id, version }) => {
        await store.load(id, version);
        return this.#offer(id, version, await store.versionBefore(id, version));
      },
      'backbone.list': () => listBackbones(backbones, kernel.database),
      'backbone.measure': async ({ id: backbone }) => {
        const { folder } = await backbones.load(backbone);
        return runTask(host, jobs.measureBackbone, { backboneFolder: folder, threads: needs.threads?.() ?? 1 });
      },
      'calibration.tryGroup': ({ goodFolder, group }) => tryGroup(goodFolder, group),
      'calibration.released': async ({ recipeName }) => {
        const id = recipeIdSchema.safeParse(slugOf(recipeName)).data;
        const none = { images: 0, gone: 0 };
        return id === undefined ? none : ((await needs.released?.count(id)) ?? none);
      },
      'calibration.start': async (input) => {
        const { recipeName, goodFolder, backboneId, target, draft = false } = input;
        const id = recipeIdSchema.safeParse(slugOf(recipeName)).data;
        const released = input.released === true && id !== undefined ? await this.#needs.released?.of(id) : undefined;
        const asked = { goodFolder, backboneId, target, draft, released: released?.map(({ number }) => number) ?? [] };
        const { runId } = await runner.start({ ...input, released });
        const object = { kind: 'recipe', id: recipeName };
        try {
          kernel.audit.append({ action: 'calibration.started', object, new: { runId, ...asked } });
        } catch (thrown) {
          runner.cancel(runId);
          throw thrown;
        }
        return { runId };
      },
      'calibration.cancel'({ runId }) {
        runner.cancel(runId);
        kernel.audit.append({ action: 'calibration.cancelled', object: { kind: 'calibration', id: runId } });
        return {};
      },
    };
  }

  /** Recipes that the station has not met yet keep the version that is the newest now. */
  async begin(): Promise<void> {
    await this.store.meetAll().catch(this.#kernel.report);
  }

  /** Called when another version of a recipe is to judge. */
  onUsed(listener: (id: RecipeId) => void): void {
    this.#usedListeners.push(listener);
  }

  /**
   * Has a recipe judge by this version, once it was read and found whole.
   *
   * @param by null where the station itself chooses
   * @param options the version that was seen to be in use, whether a draft may take the place of a version with a limit, and what else belongs to the choice
   * @throws SigmalineError `recipe.*`, `storage.*`: then nothing is changed
   */
  async use(
    id: RecipeId,
    version: number,
    by: Chooser | null,
    { seen, draft, decide = (choose) => choose() }: UseOptions = {},
  ): Promise<RecipeUse> {
    const stored = await this.store.load(id, version);
    await this.store.requireAskedFor(stored, draft);
    const before = await this.store.useOf(id);
    const use = await this.#uses.chooseWithin((choose) => decide(choose, stored), id, version, by, seen);
    if (use.version !== before.version) this.#tell(id, before, use);
    return use;
  }

  stop(): Promise<void> {
    return this.runner.close();
  }

  /** A version is chosen with a signature where the policies say so, and may be elsewhere. It is bound to all that the recipe says, its graph's hash included. */
  #deciding(caller: Caller, signature: SignatureInput | undefined): UseOptions['decide'] {
    const { signing } = this.#needs;
    if (signature === undefined) {
      if (signing?.signsRecipeUse === true) throw new SigmalineError('signature.needed');
      return undefined;
    }
    if (signing === undefined) throw new SigmalineError('access.open');
    return (choose, { recipe }) => {
      const hash = sha256Of(canonicalJson(recipe));
      const object = { kind: 'recipe', id: `${recipe.id}@${recipe.version}` };
      return signing.signatures.sign(caller, signature, object, hash, choose);
    };
  }

  #offer(id: RecipeId, version: number, earlier: number | null): RecipeUse {
    const use = this.#uses.offer(id, version, earlier);
    if (use.version === version) this.#tell(id, null, use);
    else this.#kernel.emit('recipe.changed', { id });
    return use;
  }

  /** Should the database be in trouble, the version waits, and the trouble is shown by its own condition. */
  #published({ recipe: { id, version } }: StoredRecipe, before: number | null): void {
    try {
      this.#offer(id, version, before);
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError && isStorageTrouble(thrown))) throw thrown;
      this.#kernel.report(thrown);
    }
  }

  #tell(id: RecipeId, before: RecipeUse | null, { version, by }: RecipeUse): void {
    this.#kernel.log.info({ recipe: id, version, before: before?.version ?? null, by }, 'version in use');
    for (const listener of this.#usedListeners) listener(id);
    this.#kernel.emit('recipe.changed', { id });
    this.#kernel.changed();
  }
}

export function openRecipes(kernel: Kernel, needs: RecipesNeeds): Recipes {
  return new Recipes(kernel, needs);
}
