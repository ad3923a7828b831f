import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RecipeId, type RecipeUse, SigmalineError } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { configurationIn, RecipeUseTable, readRecipeUses, writeConfigurationCopy } from '../storage/index.ts';

/** Which version of each recipe judges. */
export interface UsesOfRecipes {
  /** @param newest the version that is used of a recipe for which nobody has decided yet */
  of(id: RecipeId, newest: number): RecipeUse;
}

export interface Chooser {
  readonly person: string | null;
  readonly role: string | null;
  readonly channel: string;
}

/** What the entry of a choice says of it. */
interface Said {
  readonly reason?: string | undefined;
  /** Where it was planned. */
  readonly planned?: { readonly at: string; readonly by: string };
}

/** What a station decided, kept in its database. A recipe that it meets for the first time keeps the version that is the newest then. */
export class VersionsInUse implements UsesOfRecipes {
  readonly #station: Pick<Kernel, 'dataFolder' | 'database' | 'audit' | 'report'>;
  readonly #table: RecipeUseTable;
  readonly #isSettled: (id: RecipeId, used: number) => boolean;
  /** Asked while images wait, also when the database is in trouble. */
  readonly #current: Map<string, RecipeUse>;

  /** @param isSettled whether a new version must not take the place of this one by itself */
  constructor(
    station: Pick<Kernel, 'dataFolder' | 'database' | 'audit' | 'report'>,
    isSettled: (id: RecipeId, used: number) => boolean = () => false,
  ) {
    this.#station = station;
    this.#isSettled = isSettled;
    this.#table = new RecipeUseTable(station.database);
    this.#current = new Map(this.#table.current().map(({ recipeId, ...use }) => [recipeId, use]));
  }

  of(id: RecipeId, newest: number): RecipeUse {
    return this.#current.get(id) ?? this.#write(id, newest, null);
  }

  /** Recipes that the station has met, with the version in use of each. */
  all(): readonly (readonly [RecipeId, number])[] {
    return [...this.#current].map(([id, { version }]) => [id as RecipeId, version]);
  }

  /**
   * A version that was just made is used at once if the recipe judges no source. Otherwise it waits until somebody chooses it.
   *
   * @param before the newest version that was there before it; null where it is the first
   * @param tell writes down how it was made; without it, that it was calibrated; by default that it was calibrated
   */
  offer(id: RecipeId, version: number, before: number | null, tell?: () => void): RecipeUse {
    const { database, audit } = this.#station;
    const object = { kind: 'recipe', id: `${id}@${version}` };
    return database.transaction(() => {
      if (tell === undefined) audit.append({ action: 'recipe.calibrated', object });
      else tell();
      const use = before === null ? this.#current.get(id) : this.of(id, before);
      const stays = (used: number): boolean =>
        used >= version || this.#table.judgesSource(id) || this.#isSettled(id, used);
      if (use !== undefined && stays(use.version)) return use;
      return this.#write(id, version, null);
    });
  }

  /**
   * @param seen the version that whoever chooses believes to be in use
   * @throws SigmalineError `recipe.changed-meanwhile`: then nothing is changed
   */
  choose(id: RecipeId, version: number, by: Chooser | null, seen?: number, said: Said = {}): RecipeUse {
    const now = this.#current.get(id);
    if (now?.version === version) return now;
    if (now !== undefined && seen !== undefined && now.version !== seen) {
      throw new SigmalineError('recipe.changed-meanwhile', { recipe: id, version: now.version });
    }
    return this.#write(id, version, by, said);
  }

  /** Chooses in a transaction with what else belongs to it. @throws SigmalineError `storage.*`: then nothing is changed */
  chooseNow(id: RecipeId, version: number, by: Chooser, said: Said, also: () => void): RecipeUse {
    const was = this.#current.get(id);
    try {
      return this.#station.database.transaction(() => {
        also();
        return this.choose(id, version, by, undefined, said);
      });
    } catch (thrown) {
      if (was !== undefined) this.#current.set(id, was);
      throw thrown;
    }
  }

  /** Chooses in a transaction of `around`, which may take its time before: what that throws after the choice undoes it. */
  async chooseWithin(
    around: (choose: () => RecipeUse) => RecipeUse | Promise<RecipeUse>,
    ...choice: Parameters<VersionsInUse['choose']>
  ): Promise<RecipeUse> {
    const [id] = choice;
    const was: { use?: RecipeUse | undefined } = {};
    try {
      return await around(() => {
        was.use = this.#current.get(id);
        return this.choose(...choice);
      });
    } catch (thrown) {
      if (was.use !== undefined) this.#current.set(id, was.use);
      throw thrown;
    }
  }

  #write(recipeId: RecipeId, version: number, by: Chooser | null, said: Said = {}): RecipeUse {
    // Nobody without a role gets here.
    const chooser = by && { person: by.person, role: by.role ?? 'nobody', channel: by.channel };
    const use = { version, since: new Date().toISOString(), by: chooser };
    const { database, audit } = this.#station;
    const before = this.#current.get(recipeId);
    database.transaction(() => {
      this.#table.add({ recipeId, ...use });
      const object = { kind: 'recipe', id: recipeId };
      const old = before === undefined ? null : { version: before.version };
      const { reason = null, ...how } = said;
      audit.append({ action: 'recipe.chosen', object, old, new: { version, ...how }, reason });
    });
    this.#current.set(recipeId, use);
    this.copy();
    return use;
  }

  /** Only a recovery reads it, so that trouble with it stops nobody. */
  copy(): void {
    const { dataFolder, database, report } = this.#station;
    try {
      writeConfigurationCopy(dataFolder, configurationIn(database));
    } catch (thrown) {
      report(thrown);
    }
  }
}

/** What a station decided, for programs beside it. They decide nothing. */
export class StoredUses implements UsesOfRecipes {
  readonly #dataFolder: string;
  #uses: ReadonlyMap<string, RecipeUse> | null = null;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  of(id: RecipeId, newest: number): RecipeUse {
    this.#uses ??= new Map(readRecipeUses(this.#dataFolder).map(({ recipeId, ...use }) => [recipeId, use]));
    return this.#uses.get(id) ?? { version: newest, since: null, by: null };
  }
}

/** Whether a station has ever kept records in this folder. Before that, nothing is judged there and there is nothing to decide. */
export function hasStation(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'station.sqlite'));
}
