import type { Caller, Handlers, RequestOutput } from '../../../shared/contract/index.ts';
import {
  type ApprovalPolicies,
  approvalRefusal,
  factOf,
  type PlannedUse,
  type RecipeId,
  type RecipeUse,
  recipeIdSchema,
  retirementRefusal,
  SigmalineError,
  type SignatureInput,
  type SourceId,
  sentenceOf,
  slugOf,
  useRefusal,
  type VersionFacts,
} from '../../../shared/domain/index.ts';
import { actingAsStation, currentActor, type Kernel, type Statement, type Work } from '../kernel/index.ts';
import { type LifeRow, RecipeLifeTable } from '../storage/index.ts';
import { nameIn, type PlannedRow, RecipeLives, type VerificationOf } from './recipeLives.ts';
import type { Birth } from './recipePackages.ts';
import type { RecipeStore } from './recipeStore.ts';
import type { StoredRecipe } from './storedRecipe.ts';
import type { VersionsInUse } from './versionsInUse.ts';

type LifeRequest = `recipe.${'approve' | 'plan' | 'unplan' | 'retire' | 'rename'}`;

/** Does something with a signature over a recipe, in its transaction; without one where none is needed. */
export type SigningOver = (
  caller: Caller,
  signature: SignatureInput | undefined,
  isNeeded: boolean,
) => <Result>(recipe: StoredRecipe['recipe'], act: () => Result) => Result | Promise<Result>;

export interface LifecycleNeeds {
  readonly uses: VersionsInUse;
  readonly isProtected: () => boolean;
  readonly policies: () => ApprovalPolicies & { readonly signApproval: boolean };
  readonly signsUse: () => boolean;
  readonly verificationOf: VerificationOf;
  readonly signingOver: SigningOver;
  /** Another version judges, or the one in use may now. @param atOnce nothing more is judged by the one before */
  readonly told: (id: RecipeId, before: RecipeUse | null, use: RecipeUse, atOnce: boolean) => void;
}

type ApprovalWish = Parameters<Handlers<'recipe.approve'>['recipe.approve']>[0];

const LOOK_EVERY_MS = 1000;
/** Enough to know the lot that each source is at. */
const RECENT_RECORDS = 20_000;

/** What people decide about versions of recipes, what is planned, and what may judge. */
export class RecipeLifecycle {
  readonly handlers: Handlers<LifeRequest>;
  readonly lives: RecipeLives;
  readonly #kernel: Kernel;
  readonly #needs: LifecycleNeeds;
  readonly #table: RecipeLifeTable;
  readonly #work: Work;
  /** The lot of the last image that was taken to be judged, by recipe and source. */
  readonly #lots = new Map<RecipeId, Map<SourceId, string | null>>();
  readonly #failed = new Map<RecipeId, Statement>();
  #store: RecipeStore | null = null;
  /** Known once it is so: it is asked with every change of the station. */
  #isAdopted = false;

  constructor(kernel: Kernel, needs: LifecycleNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new RecipeLifeTable(kernel.database);
    this.#work = kernel.work();
    this.lives = new RecipeLives({
      rowsOf: (id) => this.#table.of(id),
      all: () => this.#table.all(),
      // From the moment on at which what was in use then was adopted.
      isProtected: () => this.#table.of('').length > 0,
      verificationOf: needs.verificationOf,
    });
    kernel.conditions.register(() => [...this.#failed.values()]);
    this.handlers = {
      'recipe.approve': (input, caller) => this.#approve(input, caller),
      'recipe.plan': async ({ id, version, when, reason, draft, signature }, caller) => {
        const sign = needs.signingOver(caller, signature, needs.signsUse());
        const stored = await this.store.load(id, version);
        this.requireUsable(stored);
        await this.store.requireAskedFor(stored, draft);
        const used = (await this.store.useOf(id)).version;
        const details = this.#plan(id, version, when, used);
        await sign(stored.recipe, () => this.#add('planned', id, version, { reason, details }));
        return { planned: this.#plannedOf(id) };
      },
      'recipe.unplan': async ({ id }) => {
        await this.store.useOf(id);
        const planned = this.lives.plannedOf(id);
        if (planned === null) throw new SigmalineError('recipe.nothing-planned', { recipe: id });
        this.#add('unplanned', id, planned.version);
        this.#failed.delete(id);
        return {};
      },
      'recipe.retire': async ({ id, version, reason }) => {
        const stored = await this.store.load(id, version);
        const { version: used } = await this.store.useOf(id);
        const refusal = retirementRefusal(this.factsOf(stored, used));
        if (refusal !== null) throw new SigmalineError(refusal, { recipe: id, version });
        this.#add('retired', id, version, { reason });
        return {};
      },
      'recipe.rename': async ({ id, name }) => {
        await this.store.useOf(id);
        await this.requireFreeName(name, id);
        const before = this.lives.nameOf(id);
        this.#add('renamed', id, null, { details: { name }, old: before === null ? null : { name: before } });
        return {};
      },
    };
  }

  /** The store asks for lives, and lives are asked of what is in the store. */
  belongTo(store: RecipeStore): void {
    this.#store = store;
  }

  /** From now on plans come true. To be called once every recipe was met: what is in use then may have to be adopted. */
  begin(): void {
    this.#kernel.onChanged(() => actingAsStation(() => this.#adopt()));
    this.#work.repeat(LOOK_EVERY_MS, () => this.#look());
  }

  get store(): RecipeStore {
    if (this.#store === null) throw new Error('The life of recipes has not begun.');
    return this.#store;
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  /** Refuses a version that may not be put in use. @throws SigmalineError `recipe.retired`, `recipe.not-approved` */
  requireUsable(stored: StoredRecipe): void {
    const { id, version } = stored.recipe;
    const refusal = useRefusal(this.factsOf(stored));
    if (refusal !== null) throw new SigmalineError(refusal, { recipe: id, version });
  }

  /** Refuses the version in use where it may not judge, or not yet. @throws SigmalineError `recipe.*` */
  requireJudging(stored: StoredRecipe): void {
    this.requireUsable(stored);
    const { id, version } = stored.recipe;
    const planned = this.lives.plannedOf(id);
    if (planned?.version !== version || planned.when === 'next-lot') return;
    throw new SigmalineError('recipe.planned-later', { recipe: id, version, at: planned.when.at });
  }

  /** Writes down how a version was made. To be called in a transaction. @param birth not of one that was fitted */
  born(id: RecipeId, version: number, birth?: Birth): void {
    const { what = 'fitted', details = {} } = birth ?? {};
    this.#table.add(this.#row(what === 'limit-changed' ? 'fitted' : what, id, version, { details }));
    const action = what === 'fitted' ? 'recipe.calibrated' : `recipe.${what}`;
    const object = { kind: 'recipe', id: `${id}@${version}` };
    this.#kernel.audit.append({ action, object, new: birth?.details ?? null });
  }

  /** The keys that signed the files which were imported here. */
  knownKeys(): readonly string[] {
    return this.#table
      .all()
      .flatMap(({ what, details: { key } }) => (what === 'imported' && typeof key === 'string' ? [key] : []));
  }

  /** A version was chosen by hand: nothing is planned any more. To be called in the transaction of the choice. */
  endPlan(id: RecipeId): void {
    const planned = this.lives.plannedOf(id);
    if (planned !== null) this.#table.add(this.#row('unplanned', id, planned.version, {}));
    this.#failed.delete(id);
  }

  /** @throws SigmalineError `recipe.name`, `recipe.name-taken` where another recipe has this name */
  async requireFreeName(name: string, own: RecipeId | null): Promise<void> {
    const slug = recipeIdSchema.safeParse(slugOf(name));
    if (!slug.success) throw new SigmalineError('recipe.name', { name });
    const holder = await this.store.idOf(name);
    if (holder !== null && holder !== own) throw new SigmalineError('recipe.name-taken', { name });
  }

  /**
   * Asked of every image before it is judged: whether another version is in use with it, because its lot is another one. Then the image must wait for that.
   *
   * @param id the recipe that is to judge it @param lot null where its path names none
   * @throws SigmalineError `storage.*`: then nothing is changed
   */
  beginsLot(id: RecipeId, source: SourceId, lot: string | null): boolean {
    const planned = this.lives.plannedOf(id);
    if (planned !== null && planned.when === 'next-lot' && lot !== null) {
      const { lots } = planned.row.details;
      if (!(Array.isArray(lots) && lots.includes(lot))) {
        this.#begin(id, planned, true);
        return true;
      }
    }
    const ofRecipe = this.#lots.get(id) ?? new Map<SourceId, string | null>();
    this.#lots.set(id, ofRecipe.set(source, lot));
    return false;
  }

  async #approve(
    { id, version, reason, activate: wish, seen, signature }: ApprovalWish,
    caller: Caller,
  ): Promise<RequestOutput<'recipe.approve'>> {
    const { uses, policies, signsUse } = this.#needs;
    const isNow = wish === 'now';
    const sign = this.#needs.signingOver(caller, signature, policies().signApproval || (isNow && signsUse()));
    const stored = await this.store.load(id, version);
    const before = await this.store.useOf(id);
    this.#requireApprovable(stored, before.version, caller);
    // Until it is approved it does not judge, so that no lot ends with it.
    const activate = wish === 'next-lot' && before.version === version ? 'now' : wish;
    const plan = activate === 'now' || activate === 'later' ? null : this.#planFor(id, activate);
    const approve = (): void => {
      this.#requireApprovable(stored, before.version, caller);
      this.#add('approved', id, version, { reason });
      if (plan !== null) this.#add('planned', id, version, { details: plan });
    };
    if (activate === 'now') {
      const choose = (decide: () => RecipeUse) =>
        sign(stored.recipe, () => {
          approve();
          this.endPlan(id);
          return decide();
        });
      const use = await uses.chooseWithin(choose, id, version, caller, seen, { reason });
      this.#needs.told(id, before, use, false);
      return { use, planned: null };
    }
    await sign(stored.recipe, approve);
    if (before.version === version) this.#needs.told(id, null, before, false);
    return { use: before, planned: plan === null ? null : this.#plannedOf(id) };
  }

  #requireApprovable(stored: StoredRecipe, used: number, { person, name }: Caller): void {
    const { id, version } = stored.recipe;
    const isOwnFit = person !== null && this.lives.fitterOf(id, version) === person;
    const refusal = approvalRefusal(this.factsOf(stored, used), this.#needs.policies(), isOwnFit);
    if (refusal === null) return;
    throw new SigmalineError(refusal, { recipe: id, version, person: name ?? '' });
  }

  factsOf({ recipe: { id, version, limits } }: StoredRecipe, used: number | null = null): VersionFacts {
    return this.lives.factsOf(id, version, limits !== null, used);
  }

  #plan(id: RecipeId, version: number, when: PlannedUse, used: number): object {
    if (used === version) throw new SigmalineError('recipe.judges-already', { recipe: id, version });
    return this.#planFor(id, when);
  }

  /** @throws SigmalineError `recipe.plan-past`, `recipe.no-lots` */
  #planFor(id: RecipeId, when: PlannedUse): object {
    if (when !== 'next-lot') {
      if (Date.parse(when.at) <= this.#kernel.clock.now().getTime()) {
        throw new SigmalineError('recipe.plan-past', { at: when.at });
      }
      return { when };
    }
    const known = this.#lotsOf(id);
    const lots = [...new Set(known.filter((lot) => lot !== null))];
    if (known.length > 0 && lots.length === 0) throw new SigmalineError('recipe.no-lots', { recipe: id });
    return { when, lots };
  }

  /** The lot that each source is at, as far as this recipe judges its images: of what was taken last, else of what was recorded last. */
  #lotsOf(id: RecipeId): (string | null)[] {
    const recorded = this.#kernel.database
      .prepare<{ source: SourceId; lot: string | null }>(
        `SELECT source_id AS source, lot FROM inspection
         WHERE sequence > (SELECT COALESCE(MAX(sequence), 0) FROM inspection) - ${RECENT_RECORDS} AND recipe_id = ? ORDER BY sequence`,
      )
      .all(id);
    const lots = new Map(recorded.map(({ source, lot }) => [source, lot]));
    for (const [source, lot] of this.#lots.get(id) ?? []) lots.set(source, lot);
    return [...lots.values()];
  }

  async #look(): Promise<void> {
    this.#adopt();
    const { clock } = this.#kernel;
    const due = this.lives
      .plans()
      .filter(([, { when }]) => when !== 'next-lot' && Date.parse(when.at) <= clock.now().getTime());
    // What a clock says that has jumped may be years off; it has a condition of its own.
    if (due.length === 0 || !clock.isSure()) return;
    for (const [id, planned] of due) await this.#beginAtTime(id, planned);
  }

  /** Should the version be damaged by then, the one before it goes on, and people are told. */
  async #beginAtTime(id: RecipeId, planned: PlannedRow): Promise<void> {
    try {
      this.requireUsable(await this.store.load(id, planned.version));
      // Somebody may have cancelled it meanwhile.
      const now = this.lives.plannedOf(id);
      if (now === null || now.row.at !== planned.row.at || now.version !== planned.version) return;
      this.#begin(id, planned, false);
      this.#failed.delete(id);
    } catch (thrown) {
      const details = { recipe: id, version: planned.version, problem: sentenceOf(factOf(thrown)) };
      const subject = { kind: 'recipe', id } as const;
      this.#failed.set(id, { code: 'recipe.plan-failed', details, subject, severity: 'alarm' });
      this.#kernel.changed();
    }
  }

  /** The planned version takes its place, in the name of whoever planned it. */
  #begin(id: RecipeId, { version, row }: PlannedRow, atOnce: boolean): void {
    const { uses, told } = this.#needs;
    const by = { person: row.role === null ? null : row.actor, role: row.role ?? 'engineer', channel: 'plan' };
    const before = uses.of(id, version);
    const use = uses.chooseNow(id, version, by, { planned: { at: row.at, by: nameIn(row) } }, () =>
      this.#table.add(this.#row('unplanned', id, version, {})),
    );
    told(id, before, use, atOnce);
  }

  /** Whatever judges when a station becomes protected goes on: it was decided before. */
  #adopt(): void {
    if (this.#isAdopted || this.#work.isStopped || !this.#needs.isProtected()) return;
    this.#isAdopted = this.#table.of('').length > 0;
    if (this.#isAdopted) return;
    const { database, audit } = this.#kernel;
    const inUse = this.#needs.uses.all().filter(([id, version]) => {
      return this.lives.factsOf(id, version, true, version).decided === null;
    });
    database.transaction(() => {
      this.#table.add(this.#row('protected', '', null, {}));
      for (const [id, version] of inUse) {
        const reason = 'in use when the station became protected';
        this.#table.add(this.#row('approved', id, version, { reason, details: { adopted: true } }));
        audit.observed({ action: 'recipe.adopted', object: { kind: 'recipe', id: `${id}@${version}` }, reason });
      }
    });
    this.#needs.uses.copy();
  }

  #plannedOf(id: RecipeId): Omit<PlannedRow, 'row'> {
    const planned = this.lives.plannedOf(id);
    if (planned === null) throw new SigmalineError('recipe.nothing-planned', { recipe: id });
    const { row: _, ...plain } = planned;
    return plain;
  }

  #add(
    what: 'approved' | 'planned' | 'unplanned' | 'retired' | 'renamed',
    id: RecipeId,
    version: number | null,
    said: { readonly reason?: string | undefined; readonly details?: object; readonly old?: object | null } = {},
  ): void {
    const { database, audit } = this.#kernel;
    const { reason = null, details, old = null } = said;
    database.transaction(() => {
      this.#table.add(this.#row(what, id, version, said));
      const object = { kind: 'recipe', id: version === null ? id : `${id}@${version}` };
      audit.append({ action: `recipe.${what}`, object, old, new: details ?? null, reason });
    });
    this.#needs.uses.copy();
    this.#kernel.emit('recipe.changed', { id });
    this.#kernel.changed();
  }

  #row(
    what: LifeRow['what'],
    recipeId: RecipeId | '',
    version: number | null,
    { reason = null, details = {} }: { readonly reason?: string | null | undefined; readonly details?: object },
  ): LifeRow {
    const { actor, name, role } = currentActor();
    const at = this.#kernel.clock.now().toISOString();
    return { recipeId, version, what, at, actor, name, role, reason, details: { ...details } };
  }
}
