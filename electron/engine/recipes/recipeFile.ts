import { randomUUID } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, replaceWhole, sha256Of } from '../../files/index.ts';
import { readMetadata } from '../../graph/index.ts';
import type { StoredRecipe } from './storedRecipe.ts';

/** A recipe as one ONNX file, outside of any station: what it is and what it says of itself. */
export interface RecipeFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Recipe, version, limits, image size, backbone and calibration, by the names that `docs/recipes.md` explains. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Without these nobody could use the file; a draft has no limit, and says that it is one. */
const INDISPENSABLE = ['recipe', 'recipe-version', 'limit-fail', 'image-size-px', 'backbone-sha256'] as const;

/**
 * Reads back what a compiled recipe says of itself.
 *
 * @throws SigmalineError `recipe.file`
 */
export async function readRecipeFile(path: string): Promise<RecipeFile> {
  const file = resolve(path);
  const refuse = (reason: string, cause?: unknown): never => {
    throw new SigmalineError('recipe.file', { file, reason }, cause);
  };
  const content = await readFile(file).catch((cause: unknown) => refuse(reasonOf(cause), cause));
  let metadata: Readonly<Record<string, string>>;
  try {
    metadata = readMetadata(content);
  } catch (cause) {
    return refuse('it is no whole ONNX file', cause);
  }
  const missing = INDISPENSABLE.filter(
    (key) => metadata[key] === undefined && !(key === 'limit-fail' && metadata.draft === 'yes'),
  );
  if (missing.length > 0) refuse(`its metadata lacks ${missing.join(', ')}`);
  return { path: file, bytes: content.length, sha256: sha256Of(content), metadata };
}

/**
 * Copies the graph of a verified recipe, byte by byte, so that its SHA-256 is still the one of the record. A file of this name is replaced, and in one
 * step: whoever loads it meanwhile gets the old one or the new one whole.
 *
 * @throws SigmalineError `export.failed`, `recipe.file`
 */
export async function exportRecipe({ recipe, folder }: StoredRecipe, path: string): Promise<RecipeFile> {
  const file = resolve(path);
  try {
    const graph = join(folder, recipe.graph.file);
    await replaceWhole(file, (partial) => copyFile(graph, partial), `${file}.${randomUUID()}.partial`);
  } catch (cause) {
    throw new SigmalineError('export.failed', { file, reason: reasonOf(cause) }, cause);
  }
  return readRecipeFile(file);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return errnoCode(cause) === 'ENOENT' ? 'it or its folder does not exist' : cause.message;
}
