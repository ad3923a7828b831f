import { type RecipeId, type ReleasedImage, recipeIdSchema, slugOf } from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';
import { type OriginalImageFinder, type ReleasedRecord, releasedRecords } from '../records/index.ts';
import { storedOriginals } from '../retention/index.ts';
import { readStationDatabase } from '../storage/index.ts';

export interface ReleasedImagesNeeds {
  readonly recordsOf: (recipe: RecipeId) => Promise<readonly ReleasedRecord[]>;
  readonly findOriginal: OriginalImageFinder;
}

/** The images of released parts: further good images for whoever calibrates and asks for them. */
export class ReleasedImages {
  readonly #needs: ReleasedImagesNeeds;

  constructor(needs: ReleasedImagesNeeds) {
    this.#needs = needs;
  }

  /** How many there are whose image is still there, and of how many it is gone. */
  async count(recipe: RecipeId): Promise<{ readonly images: number; readonly gone: number }> {
    const records = await this.#needs.recordsOf(recipe);
    const found = await Promise.all(records.map((record) => this.#needs.findOriginal(record)));
    const images = found.filter((path) => path !== null).length;
    return { images, gone: records.length - images };
  }

  /** Those whose image is still there, and is the very one that was judged. */
  async of(recipe: RecipeId): Promise<ReleasedImage[]> {
    const images: ReleasedImage[] = [];
    for (const record of await this.#needs.recordsOf(recipe)) {
      const { number, file, sha256, serial } = record;
      const path = await this.#needs.findOriginal(record);
      if (path === null || sha256 === null || (await sha256OfFile(path).catch(() => null)) !== sha256) continue;
      images.push({ path, number, file, sha256, serial });
    }
    return images;
  }
}

/** The same for programs beside the station. @throws SigmalineError `storage.*`; of a name that no recipe can have there are none */
export async function readReleasedImages(dataFolder: string, recipeName: string): Promise<readonly ReleasedImage[]> {
  const recipe = recipeIdSchema.safeParse(slugOf(recipeName)).data;
  if (recipe === undefined) return [];
  const database = readStationDatabase(dataFolder);
  try {
    const released = new ReleasedImages({
      recordsOf: async (id) => releasedRecords(database, id),
      findOriginal: storedOriginals(database),
    });
    return await released.of(recipe);
  } finally {
    database.close();
  }
}
