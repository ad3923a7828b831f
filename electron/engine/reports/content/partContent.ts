import {
  type Disposition,
  type InspectionId,
  partScores,
  type RecipeVersion,
  recipeRunBy,
  SigmalineError,
  shareBelow,
} from '../../../../shared/domain/index.ts';
import { DamagedDatabase, openSnapshot, proveRecord, recordHash, WrongUse } from '../../../audit/index.ts';
import { sha256Of } from '../../../files/index.ts';
import { RecipeStore } from '../../recipes/index.ts';
import { createInspectionRecords, createRecordFiles } from '../../records/index.ts';
import { storedOriginals } from '../../retention/index.ts';
import { DispositionTable, type RecordedInspection, type StationDatabase } from '../../storage/index.ts';
import { type Act, actsOn, type ChainFacts, chainFactsIn } from './chainFacts.ts';

/** What is attached to a certificate, and the hashes that are printed. */
export interface ProofOfRecord {
  readonly proof: Exclude<ReturnType<typeof proveRecord>, string>;
  readonly recordHash: string;
  readonly entryHash: string;
}
export type NoProof = Extract<ReturnType<typeof proveRecord>, string> | 'unreadable';

/** All that a certificate says of one record. */
export interface PartContent {
  readonly record: RecordedInspection;
  readonly history: readonly Disposition[];
  /** The version that judged, as the provider of the record ran it; null where there was none, or its files are gone. */
  readonly recipe: RecipeVersion | null;
  readonly recipeActs: readonly Act[];
  /** The share of the calibration's parts that score lower; null without a recipe or a score. */
  readonly percentile: number | null;
  readonly chain: ChainFacts | null;
  readonly proof: ProofOfRecord | NoProof;
  /** Where the camera's image, its preview and its small copy may lie. */
  readonly images: readonly (string | null)[];
  readonly map: string | null;
}

/** @throws SigmalineError `inspection.not-found`, `storage.*` */
export async function partContentOf(
  { database, dataFolder }: { readonly database: StationDatabase; readonly dataFolder: string },
  id: InspectionId,
): Promise<PartContent> {
  const record = createInspectionRecords(database).find(id);
  if (record === null) throw new SigmalineError('inspection.not-found', { inspection: id });
  const files = createRecordFiles(dataFolder);
  const { filesFolder, recipeId, recipeVersion, executionProvider, score } = record;
  const recipe = await recipeOf(dataFolder, record);
  const run = recipe === null ? null : recipeRunBy(recipe, executionProvider ?? '');
  const proof = proofOf(database.file, id);
  return {
    record,
    history: new DispositionTable(database).historyOf(record.number),
    recipe: run,
    recipeActs: recipeId === null ? [] : actsOn(database, { kind: 'recipe', id: `${recipeId}@${recipeVersion}` }).acts,
    percentile: run === null ? null : shareBelow(partScores(run.heldOut), score),
    chain: chainFactsIn(database),
    proof,
    images: [
      await storedOriginals(database)(record),
      files.previewPath(id),
      filesFolder === null ? null : files.thumbnailPath(filesFolder, id),
    ],
    map: filesFolder === null ? null : files.mapPath(filesFolder, id),
  };
}

/** A version that is gone, or damaged, is told of as gone: the record keeps what it decided by. */
async function recipeOf(
  dataFolder: string,
  { recipeId, recipeVersion }: Pick<RecordedInspection, 'recipeId' | 'recipeVersion'>,
): Promise<RecipeVersion | null> {
  if (recipeId === null || recipeVersion === null) return null;
  try {
    return (await new RecipeStore({ dataFolder }).load(recipeId, recipeVersion)).recipe;
  } catch (thrown) {
    if (thrown instanceof SigmalineError) return null;
    throw thrown;
  }
}

function proofOf(databaseFile: string, id: InspectionId): ProofOfRecord | NoProof {
  try {
    const snapshot = openSnapshot(databaseFile);
    try {
      const proof = proveRecord(snapshot.path, id);
      if (typeof proof === 'string') return proof;
      const entryHash = sha256Of(proof.entry);
      return { proof, recordHash: recordHash(proof.record), entryHash };
    } finally {
      snapshot.close();
    }
  } catch (thrown) {
    if (thrown instanceof WrongUse || thrown instanceof DamagedDatabase) return 'unreadable';
    throw thrown;
  }
}
