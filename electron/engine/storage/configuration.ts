import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { SourceId } from '../../../shared/domain/index.ts';
import { readJsonSync, writeJsonSync } from '../../files/index.ts';
import type { Statement, StationDatabase } from './database.ts';
import { storagePlaces } from './places.ts';
import { lifeRowSchema, livesIn } from './recipeLives.ts';
import { storedUseSchema, usesIn } from './recipeUses.ts';

const storedSourceSchema = z.object({
  id: z.string(),
  folder: z.string(),
  name: z.unknown(),
  recipeId: z.unknown(),
  options: z.unknown(),
});

/** What engineers decided, as it is stored: whether it makes sense, the settings' own schema says. */
const configurationSchema = z.object({
  settings: z.record(z.string(), z.unknown()),
  /** Those that are watched, in the order of the screen. */
  sources: z.array(storedSourceSchema),
});
export type StoredConfiguration = z.infer<typeof configurationSchema>;

/** Older copies do not say which versions of recipes are in use, nor what was decided about them. */
const copySchema = configurationSchema.extend({
  recipeUses: z.array(storedUseSchema).default([]),
  recipeLives: z.array(lifeRowSchema).default([]),
});
export type ConfigurationCopy = z.infer<typeof copySchema>;

interface SourceRow {
  readonly id: SourceId;
  readonly folder: string;
  readonly name: string | null;
  readonly recipeId: string | null;
  readonly options: string | null;
}

/** The tables of settings and sources. A folder keeps its id for ever: a source that is removed and added again judges nothing twice. */
export class ConfigurationTables {
  readonly #settings: Statement<{ name: string; value: string }>;
  readonly #sources: Statement<SourceRow>;
  readonly #writeSetting: Statement<never>;
  readonly #unwatch: Statement<never>;
  readonly #watch: Statement<never>;
  readonly #idOfFolder: Statement<{ id: SourceId }>;
  readonly #folderOfId: Statement<{ folder: string }>;
  readonly #register: Statement<never>;

  constructor(database: StationDatabase) {
    this.#settings = database.prepare('SELECT name, value FROM setting');
    this.#sources = database.prepare(
      'SELECT id, folder, name, recipe_id AS recipeId, options FROM source WHERE position IS NOT NULL ORDER BY position',
    );
    this.#writeSetting = database.prepare(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#unwatch = database.prepare('UPDATE source SET position = NULL');
    this.#watch = database.prepare(
      `UPDATE source SET position = :position, name = :name, recipe_id = :recipeId, options = :options,
         counted_after = IIF(recipe_id IS :recipeId AND options IS :options, counted_after,
           (SELECT COALESCE(MAX(sequence), 0) FROM inspection)),
         held_after = IIF(COALESCE(json_extract(:options, '$.holdOnFail'), 0) = 0, NULL,
           COALESCE(held_after, (SELECT COALESCE(MAX(sequence), 0) FROM inspection)))
       WHERE id = :id`,
    );
    this.#idOfFolder = database.prepare('SELECT id FROM source WHERE folder = ?');
    this.#folderOfId = database.prepare('SELECT folder FROM source WHERE id = ?');
    this.#register = database.prepare('INSERT INTO source (id, folder) VALUES (?, ?)');
  }

  /** The id of a folder; `proposed` becomes it where the folder is new. */
  idOf(folder: string, proposed?: string): SourceId {
    const known = this.#idOfFolder.get(folder);
    if (known !== undefined) return known.id;
    const isFree = proposed !== undefined && this.#folderOfId.get(proposed) === undefined;
    const id = (isFree ? proposed : randomUUID()) as SourceId;
    this.#register.run(id, folder);
    return id;
  }

  /** Also of a source that is not watched any more. */
  folderOf(id: SourceId): string | null {
    return this.#folderOfId.get(id)?.folder ?? null;
  }

  read(): StoredConfiguration {
    return {
      settings: Object.fromEntries(this.#settings.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])),
      sources: this.#sources.all().map(({ options, ...source }) => ({
        ...source,
        options: options === null ? undefined : (JSON.parse(options) as unknown),
      })),
    };
  }

  /**
   * Writes these settings and exactly these sources; settings that are not named keep their values. To be called in a transaction.
   *
   * @returns the sources with the ids that their folders have: the ledger hangs on them
   */
  write({ settings, sources }: StoredConfiguration): StoredConfiguration['sources'] {
    for (const [name, value] of Object.entries(settings)) this.#writeSetting.run(name, JSON.stringify(value));
    this.#unwatch.run();
    return sources.map((source, position) => {
      const id = this.idOf(source.folder, source.id);
      this.#watch.run({
        id,
        position,
        name: String(source.name),
        recipeId: String(source.recipeId),
        options: JSON.stringify(source.options ?? {}),
      });
      return { ...source, id };
    });
  }
}

/** All that engineers decided, as the database holds it. */
export function configurationIn(database: StationDatabase): ConfigurationCopy {
  return {
    ...new ConfigurationTables(database).read(),
    recipeUses: [...usesIn(database)],
    recipeLives: [...livesIn(database)],
  };
}

/**
 * A copy of the tables beside the database, for the time when that is damaged: it tells where else backups lie, and what the newest of them may not know
 * yet.
 */
export function writeConfigurationCopy(dataFolder: string, configuration: z.input<typeof copySchema>): void {
  if (isDeepStrictEqual(readConfigurationCopy(dataFolder), configuration)) return;
  writeJsonSync(storagePlaces(dataFolder).configuration, configuration);
}

/** Null where there is none, or where it cannot be read. */
export function readConfigurationCopy(dataFolder: string): ConfigurationCopy | null {
  const found = copySchema.safeParse(readJsonSync(storagePlaces(dataFolder).configuration));
  return found.success ? found.data : null;
}

const backupsSchema = z.object({ backups: z.object({ folder: z.string().min(1) }) });

/** Where backups lie besides the data folder's own place; null where there is no other. */
export function otherBackupFolder(dataFolder: string): string | null {
  return backupsSchema.safeParse(readConfigurationCopy(dataFolder)?.settings).data?.backups.folder ?? null;
}

/** Where the backups of a data folder are looked for. */
export function backupFoldersOf(dataFolder: string): readonly string[] {
  return storagePlaces(dataFolder, otherBackupFolder(dataFolder)).backupFolders;
}
