import {
  type ListedVersion,
  lifeStateOf,
  NOT_TESTED,
  type Planned,
  plannedUseSchema,
  type RecipeId,
  type RecipeLife,
  type RecipeUse,
  recipeIdSchema,
  slugOf,
  type Verification,
  type VersionFacts,
  type VersionLife,
} from '../../../shared/domain/index.ts';
import { type LifeRow, readRecipeLives } from '../storage/index.ts';

/** What tests said of a version. */
export type VerificationOf = (id: RecipeId, version: number) => Verification;

export interface LivesSource {
  /** What happened to a recipe, the oldest first. @param id empty for what is about all recipes */
  rowsOf(id: RecipeId | ''): readonly LifeRow[];
  all(): readonly LifeRow[];
  isProtected(): boolean;
  readonly verificationOf: VerificationOf;
}

/** A version that is to judge later, with who decided it. */
export interface PlannedRow extends Planned {
  readonly row: LifeRow;
}

/** What the versions of recipes went through, as rows of the database tell it. */
export class RecipeLives {
  readonly #source: LivesSource;

  constructor(source: LivesSource) {
    this.#source = source;
  }

  /** What a recipe was renamed to; null where it never was. */
  nameOf(id: RecipeId): string | null {
    const row = this.#source.rowsOf(id).findLast(({ what }) => what === 'renamed');
    return typeof row?.details.name === 'string' ? row.details.name : null;
  }

  /** The recipe that has this name now, in place of the one that its folder has. */
  idNamed(name: string): RecipeId | null {
    const slug = slugOf(name);
    const names = new Map(
      this.#source
        .all()
        .filter(({ what }) => what === 'renamed')
        .map(({ recipeId, details }) => [recipeId, details.name]),
    );
    const found = [...names].find(([, current]) => typeof current === 'string' && slugOf(current) === slug);
    return recipeIdSchema.safeParse(found?.[0]).data ?? null;
  }

  /** The version that is to judge later. */
  plannedOf(id: RecipeId): PlannedRow | null {
    const row = this.#source.rowsOf(id).findLast(({ what }) => what === 'planned' || what === 'unplanned');
    const when = plannedUseSchema.safeParse(row?.details.when);
    if (row?.what !== 'planned' || row.version === null || !when.success) return null;
    return { version: row.version, when: when.data, since: row.at, by: nameIn(row), row };
  }

  /** Recipes of which a version is to judge at a time. */
  plans(): readonly (readonly [RecipeId, PlannedRow])[] {
    const ids = new Set(this.#source.all().map(({ recipeId }) => recipeId));
    return [...ids].flatMap((text) => {
      const id = recipeIdSchema.safeParse(text).data;
      const planned = id === undefined ? null : this.plannedOf(id);
      return id === undefined || planned === null ? [] : [[id, planned] as const];
    });
  }

  /** @param hasLimit whether it is no draft without a limit @param used the version in use */
  factsOf(id: RecipeId, version: number, hasLimit: boolean, used: number | null): VersionFacts {
    const decided = this.#lastOf(id, version, 'approved', 'retired')?.what;
    return {
      isProtected: this.#source.isProtected(),
      hasLimit,
      verification: this.#source.verificationOf(id, version).outcome,
      decided: decided === 'approved' || decided === 'retired' ? decided : null,
      isInUse: version === used,
      isPlanned: this.plannedOf(id)?.version === version,
    };
  }

  /** Whether a version that was just made must not take the place of this one by itself. */
  isSettled(id: RecipeId, used: number): boolean {
    const { isProtected, decided } = this.factsOf(id, used, true, used);
    return isProtected && decided === 'approved';
  }

  /** The sign-in id of whoever had a version fitted; null where nobody is known. */
  fitterOf(id: RecipeId, version: number): string | null {
    return this.#lastOf(id, version, 'fitted')?.actor ?? null;
  }

  lifeOf(id: RecipeId, versions: readonly ListedVersion[], use: RecipeUse): RecipeLife {
    const { row: _, ...planned } = this.plannedOf(id) ?? { row: null };
    return {
      planned: 'version' in planned ? planned : null,
      versions: versions.map((version) => this.#versionLife(id, version, use)),
    };
  }

  #versionLife(id: RecipeId, listed: ListedVersion, use: RecipeUse): VersionLife {
    const { version } = listed;
    const hasLimit = !('problem' in listed) && listed.limits !== null;
    const facts = this.factsOf(id, version, hasLimit, use.version);
    const state = lifeStateOf(facts);
    const fitted = this.#lastOf(id, version, 'fitted');
    const decided = this.#lastOf(id, version, 'approved', 'retired');
    const tested = this.#source.verificationOf(id, version);
    const born = fitted ?? this.#lastOf(id, version, 'imported', 'cloned');
    const sinceBorn = { since: born?.at ?? ('problem' in listed ? null : listed.createdAt), by: born && nameIn(born) };
    const said = { reason: decided?.reason ?? null };
    const since = {
      draft: { ...sinceBorn, reason: null },
      verified: { since: tested.at, by: tested.by, reason: null },
      approved: { since: decided?.at ?? null, by: decided && nameIn(decided), ...said },
      retired: { since: decided?.at ?? null, by: decided && nameIn(decided), ...said },
      active: { since: use.since, by: use.by?.person ?? null, ...said },
    }[state];
    return {
      version,
      state,
      ...since,
      isApproved: facts.decided === 'approved',
      verification: facts.verification,
      fitted: fitted && { at: fitted.at, by: nameIn(fitted) },
    };
  }

  #lastOf(id: RecipeId, version: number, ...whats: readonly LifeRow['what'][]): LifeRow | null {
    return this.#source.rowsOf(id).findLast((row) => row.version === version && whats.includes(row.what)) ?? null;
  }
}

/** As a station of this data folder decided last, for programs beside it. What its tests say, only the station knows. */
export function storedLives(dataFolder: string): RecipeLives {
  let read: readonly LifeRow[] | null = null;
  const all = (): readonly LifeRow[] => {
    read ??= readRecipeLives(dataFolder);
    return read;
  };
  return new RecipeLives({
    all,
    rowsOf: (id) => all().filter(({ recipeId }) => recipeId === id),
    isProtected: () => all().some(({ what }) => what === 'protected'),
    verificationOf: () => NOT_TESTED,
  });
}

/** A name as it was printed, else who it was in the audit chain. */
export function nameIn({ name, actor }: LifeRow): string {
  return name ?? actor;
}
