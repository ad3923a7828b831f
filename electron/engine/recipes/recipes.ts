import { join } from 'node:path';
import type { Caller, Handlers } from '../../../shared/contract/index.ts';
import {
  NOT_TESTED,
  type RecipeId,
  type RecipeUse,
  type RecipeVersion,
  type ReleasedImage,
  SigmalineError,
  type SignatureInput,
  useRefusal,
} from '../../../shared/domain/index.ts';
import { canonicalJson, type SigningKey } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { Access } from '../access/index.ts';
import { type BackboneStore, listBackbones } from '../backbones/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { analysisOf, locateHeldOut } from './analysis.ts';
import { type CalibrationGuard, CalibrationRunner } from './calibrationRunner.ts';
import { changeLimit } from './limitChange.ts';
import { tryGroup } from './partGroups.ts';
import { RecipeLifecycle, type SigningOver } from './recipeLifecycle.ts';
import type { VerificationOf } from './recipeLives.ts';
import { type Birth, RecipePackages } from './recipePackages.ts';
import { RecipeStore } from './recipeStore.ts';
import { type StoredRecipe, summaryOf } from './storedRecipe.ts';
import { differencesOf } from './versionDifferences.ts';
import { type Chooser, VersionsInUse } from './versionsInUse.ts';

export type RecipeRequest =
  | `recipe.${'clone' | 'export' | 'locateFile' | 'upload' | 'import'}`
  | `recipe.${'approve' | 'plan' | 'unplan' | 'retire' | 'rename' | 'differences'}`
  | 'recipe.list'
  | 'recipe.use'
  | 'recipe.locateSuspect'
  | 'recipe.gate'
  | 'recipe.locateEdge'
  | 'recipe.analysis'
  | 'recipe.locateHeldOut'
  | 'recipe.changeLimit'
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
  readonly reason?: string | undefined;
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
  readonly signing?: Pick<Access, 'signsRecipeUse' | 'signatures' | 'approvals' | 'station'>;
  /** Keeps calibrations from what versions are tested with. */
  readonly guard?: CalibrationGuard;
  /** What tests said of a version; without it none was tested. */
  readonly verificationOf?: VerificationOf;
  /** Signs the files of recipes; null where it cannot be used. */
  readonly stationKey?: () => SigningKey | null;
  readonly stationName?: () => string;
}

const NO_POLICIES = { signApproval: false, approvalNeedsTest: false, fitterMayNotApprove: false };

/** The recipes of a station: the calibrations that make new versions, and which version of each judges. */
export class Recipes implements Feature<RecipeRequest> {
  readonly handlers: Handlers<RecipeRequest>;
  readonly store: RecipeStore;
  readonly runner: CalibrationRunner;
  readonly #kernel: Kernel;
  readonly #needs: RecipesNeeds;
  readonly #uses: VersionsInUse;
  readonly #usedListeners: ((id: RecipeId, atOnce: boolean) => void)[] = [];
  readonly lifecycle: RecipeLifecycle;
  /** How versions come to be that are about to be published, where they were not fitted. */
  readonly #births = new Map<string, Birth>();

  constructor(kernel: Kernel, needs: RecipesNeeds) {
    const { host, backbones } = needs;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#uses = new VersionsInUse(kernel, (id, used) => this.lifecycle.lives.isSettled(id, used));
    this.lifecycle = new RecipeLifecycle(kernel, {
      uses: this.#uses,
      isProtected: () => needs.signing?.station === 'protected',
      policies: () => needs.signing?.approvals ?? NO_POLICIES,
      signsUse: () => needs.signing?.signsRecipeUse === true,
      verificationOf: needs.verificationOf ?? (() => NOT_TESTED),
      signingOver: (caller, signature, isNeeded) => this.#signingOver(caller, signature, isNeeded),
      told: (id, before, use, atOnce) => this.#tell(id, before, use, atOnce),
    });
    const store = new RecipeStore({
      dataFolder: kernel.dataFolder,
      uses: this.#uses,
      lives: this.lifecycle.lives,
    });
    this.lifecycle.belongTo(store);
    const runner = new CalibrationRunner({ host, recipes: store, backbones, kernel, guard: needs.guard });
    this.store = store;
    this.runner = runner;
    store.onPublished((published, before) => this.#published(published, before));
    const packages = new RecipePackages(kernel, {
      store,
      stationKey: needs.stationKey ?? (() => null),
      stationName: needs.stationName ?? (() => ''),
      knownKeys: () => this.lifecycle.knownKeys(),
      requireFreeName: (name) => this.lifecycle.requireFreeName(name, null),
      beforeBirth: (id, version, birth) => this.#births.set(`${id}@${version}`, birth),
    });
    this.handlers = {
      ...this.lifecycle.handlers,
      ...packages.handlers,
      'recipe.differences': async ({ id, from, to }) =>
        differencesOf((await store.load(id, from)).recipe, (await store.load(id, to)).recipe),
      'recipe.list': () => store.list(),
      'recipe.use': ({ id, version, signature, ...asked }, caller) => {
        const sign = this.#signingOver(caller, signature, needs.signing?.signsRecipeUse === true);
        const decide: UseOptions['decide'] = (choose, { recipe }) => sign(recipe, choose);
        return this.use(id, version, caller, { ...asked, decide });
      },
      'recipe.locateSuspect': async ({ id, version, place }) => {
        const { recipe, folder } = await store.load(id, version);
        return pictureOf(folder, recipe.suspects?.[place]);
      },
      'recipe.gate': async ({ id, version }) => {
        const { gate = null, traits: good = null, edges = [] } = (await store.load(id, version)).recipe;
        return { gate, good, edges: edges.map(({ picture: _, ...edge }) => edge) };
      },
      'recipe.locateEdge': async ({ id, version, place }) => {
        const { recipe, folder } = await store.load(id, version);
        return pictureOf(folder, recipe.edges?.[place]);
      },
      'recipe.offer': async ({ id, version }) => {
        const { recipe } = await store.load(id, version);
        return this.#offer(recipe, await store.versionBefore(id, version));
      },
      'recipe.analysis': async ({ id, version }) => analysisOf(await store.load(id, version)),
      'recipe.locateHeldOut': async ({ id, version, ...picture }) =>
        locateHeldOut(await store.load(id, version), picture),
      'recipe.changeLimit': async ({ id, version, ...asked }) =>
        summaryOf((await changeLimit(store, await store.load(id, version), asked)).recipe),
      'backbone.list': () => listBackbones(backbones, kernel.database),
      'backbone.measure': async ({ id: backbone }) => {
        const { folder } = await backbones.load(backbone);
        return runTask(host, jobs.measureBackbone, { backboneFolder: folder, threads: needs.threads?.() ?? 1 });
      },
      'calibration.tryGroup': ({ goodFolder, group }) => tryGroup(goodFolder, group),
      'calibration.released': async ({ recipeName }) => {
        const id = await store.idOf(recipeName);
        const none = { images: 0, gone: 0 };
        return id === null ? none : ((await needs.released?.count(id)) ?? none);
      },
      'calibration.start': async (input) => {
        const { recipeName, goodFolder, backboneId, target, draft = false } = input;
        const id = await store.idOf(recipeName);
        const released = input.released === true && id !== null ? await this.#needs.released?.of(id) : undefined;
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
    this.lifecycle.begin();
  }

  /**
   * The version of a recipe that judges.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.corrupt`, and what says that it may not judge
   */
  async loadForJudging(id: RecipeId): Promise<StoredRecipe> {
    const stored = await this.store.load(id);
    this.lifecycle.requireJudging(stored);
    return stored;
  }

  /** Whether a version may be put in use, as at a protected station only an approved one may. */
  async mayUse(id: RecipeId, version: number): Promise<boolean> {
    return useRefusal(this.lifecycle.factsOf(await this.store.load(id, version))) === null;
  }

  /** Called when another version of a recipe is to judge; `atOnce` where nothing more may be judged by the one before. */
  onUsed(listener: (id: RecipeId, atOnce: boolean) => void): void {
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
    { seen, draft, reason, decide = (choose) => choose() }: UseOptions = {},
  ): Promise<RecipeUse> {
    const stored = await this.store.load(id, version);
    this.lifecycle.requireUsable(stored);
    await this.store.requireAskedFor(stored, draft);
    const before = await this.store.useOf(id);
    const decided = (choose: () => RecipeUse) =>
      decide(() => {
        this.lifecycle.endPlan(id);
        return choose();
      }, stored);
    const use = await this.#uses.chooseWithin(decided, id, version, by, seen, { reason });
    if (use.version !== before.version) this.#tell(id, before, use);
    return use;
  }

  async stop(): Promise<void> {
    await this.lifecycle.stop();
    await this.runner.close();
  }

  /** A version is chosen and approved with a signature where the policies say so, and may be elsewhere. It is bound to all that the recipe says, its graph's hash included. */
  #signingOver(caller: Caller, signature: SignatureInput | undefined, isNeeded: boolean): ReturnType<SigningOver> {
    const { signing } = this.#needs;
    if (signature === undefined) {
      if (isNeeded) throw new SigmalineError('signature.needed');
      return (_, act) => act();
    }
    if (signing === undefined) throw new SigmalineError('access.open');
    return (recipe, act) => {
      const object = { kind: 'recipe', id: `${recipe.id}@${recipe.version}` };
      return signing.signatures.sign(caller, signature, object, sha256Of(canonicalJson(recipe)), act);
    };
  }

  #offer(made: RecipeVersion, earlier: number | null): RecipeUse {
    const { id, version } = made;
    const birth = this.#births.get(`${id}@${version}`) ?? limitChangeOf(made);
    this.#births.delete(`${id}@${version}`);
    const use = this.#uses.offer(id, version, earlier, () => this.lifecycle.born(id, version, birth));
    if (use.version === version) this.#tell(id, null, use);
    else this.#kernel.emit('recipe.changed', { id });
    return use;
  }

  /** Should the database be in trouble, the version waits, and the trouble is shown by its own condition. */
  #published({ recipe }: StoredRecipe, before: number | null): void {
    try {
      this.#offer(recipe, before);
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError && isStorageTrouble(thrown))) throw thrown;
      this.#kernel.report(thrown);
    }
  }

  #tell(id: RecipeId, before: RecipeUse | null, { version, by }: RecipeUse, atOnce = false): void {
    this.#kernel.log.info({ recipe: id, version, before: before?.version ?? null, by }, 'version in use');
    for (const listener of this.#usedListeners) listener(id, atOnce);
    this.#kernel.emit('recipe.changed', { id });
    this.#kernel.changed();
  }
}

/** A thumbnail beside recipe.json. @throws SigmalineError `image.not-found` */
function pictureOf(
  folder: string,
  image: { readonly file: string; readonly picture?: string | undefined } | undefined,
): { path: string; mediaType: string } {
  if (image?.picture === undefined) throw new SigmalineError('image.not-found', { file: image?.file ?? '' });
  return { path: join(folder, image.picture), mediaType: 'image/jpeg' };
}

/** A version of the same recipe with another limit, and nothing fitted anew. */
function limitChangeOf({ id, from, limit, review = null }: RecipeVersion): Birth | undefined {
  if (from?.id !== id || from.station !== undefined) return undefined;
  const targets = { target: limit?.target ?? null, reviewTarget: review?.target ?? null };
  return { what: 'limit-changed', details: { from: from.version, ...targets } };
}

export function openRecipes(kernel: Kernel, needs: RecipesNeeds): Recipes {
  return new Recipes(kernel, needs);
}
