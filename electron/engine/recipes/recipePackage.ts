import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { z } from 'zod';
import {
  messageOf,
  type RecipeVersion,
  recipeIdSchema,
  recipeVersionSchema,
  SigmalineError,
  SOFTWARE_VERSION,
} from '../../../shared/domain/index.ts';
import { canonicalJson, parseNote, parsePublicKey, type SigningKey, signatureBy, signNote } from '../../audit/index.ts';
import {
  readZipDirectory,
  replaceWhole,
  sha256Of,
  sha256OfFile,
  type ZipEntry,
  ZipFault,
  zipContent,
} from '../../files/index.ts';
import type { StoredRecipe } from './storedRecipe.ts';

/** The ending of a version of a recipe as one file. */
export const PACKAGE_ENDING = '.sigmaline-recipe';

const FORMAT = 'sigmaline-recipe/1';
const MANIFEST = 'manifest.json';
const NOTE = 'manifest.note';
/** Of a recipe's own files: what every file system takes, and nothing that leads out of a folder. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/;
const MOST_FILES = 2000;
const MOST_BYTES = 4_000_000_000;
/** Weights hardly get smaller. What would become so much larger was made to fill disks. */
const MOST_GROWTH = 100;
const SPARE_BYTES = 10_000_000;
const MOST_MANIFEST_BYTES = 1_000_000;

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  recipe: z.object({ id: recipeIdSchema, name: z.string().min(1).max(200), version: z.number().int().positive() }),
  station: z.object({ name: z.string(), origin: z.string(), key: z.string() }),
  exportedAt: z.iso.datetime(),
  softwareVersion: z.string(),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
type PackageManifest = z.infer<typeof manifestSchema>;

/** A file that was found whole, unpacked into a folder. */
export interface UnpackedRecipe {
  readonly manifest: PackageManifest;
  readonly recipe: RecipeVersion;
  /** SHA-256 of its recipe.json. */
  readonly sha256: string;
}

/**
 * Writes a version as one file, whole or not at all: a ZIP of all files of its folder, `manifest.json` with the SHA-256 of each, and `manifest.note`, by which the
 * station's key signs the SHA-256 of the manifest.
 *
 * @throws SigmalineError `export.failed`
 */
export async function writePackage(
  { recipe, folder }: StoredRecipe,
  path: string,
  station: { readonly name: string; readonly key: SigningKey },
  now: Date,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  try {
    const files: PackageManifest['files'] = [];
    for (const name of (await readdir(folder)).sort()) {
      const file = join(folder, name);
      files.push({ name, bytes: (await stat(file)).size, sha256: await sha256OfFile(file) });
    }
    const manifest = canonicalJson({
      format: FORMAT,
      recipe: { id: recipe.id, name: recipe.name, version: recipe.version },
      station: { name: station.name, origin: station.key.name, key: station.key.text },
      exportedAt: now.toISOString(),
      softwareVersion: SOFTWARE_VERSION,
      files,
    } satisfies z.input<typeof manifestSchema>);
    const note = signNote(noteTextOf(manifest), station.key);
    await replaceWhole(path, (partial) => writeZip(partial, folder, files, { manifest, note }), `${path}.part`);
    return { bytes: (await stat(path)).size, sha256: await sha256OfFile(path) };
  } catch (cause) {
    throw new SigmalineError('export.failed', { file: path, reason: messageOf(cause) }, cause);
  }
}

async function writeZip(
  path: string,
  folder: string,
  files: PackageManifest['files'],
  { manifest, note }: { readonly manifest: string; readonly note: string },
): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(manifest), MANIFEST);
  zip.addBuffer(Buffer.from(note), NOTE);
  for (const { name } of files) zip.addFile(join(folder, name), name, { compress: name.endsWith('.json') });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

function noteTextOf(manifest: string): string {
  return `${FORMAT}\n${sha256Of(Buffer.from(manifest))}\n`;
}

/**
 * Unpacks such a file into a folder that does not exist yet, and believes none of it before it was checked: names, sizes, the signature, and the SHA-256 of each file.
 *
 * @throws SigmalineError `package.*`
 */
export async function unpackPackage(path: string, folder: string): Promise<UnpackedRecipe> {
  const file = await open(path).catch((cause: unknown) => unreadable(messageOf(cause), cause));
  try {
    const entries = checkedEntries(await readZipDirectory(file), (await file.stat()).size);
    const manifest = await signedManifest(file, entries);
    await mkdir(folder, { recursive: true });
    for (const said of manifest.files) {
      const entry = entries.get(said.name);
      if (entry === undefined) return unreadable(`${said.name} is missing`);
      await unpack(file, entry, said, join(folder, said.name));
    }
    if (entries.size !== manifest.files.length + 2) return unreadable('it holds files that it does not name');
    return { manifest, ...(await recipeIn(folder, manifest)) };
  } catch (thrown) {
    if (thrown instanceof ZipFault) return unreadable(thrown.message, thrown);
    throw thrown;
  } finally {
    await file.close();
  }
}

function unreadable(reason: string, cause?: unknown): never {
  throw new SigmalineError('package.unreadable', { reason }, cause);
}

function otherFormat(reason: string, cause?: unknown): never {
  throw new SigmalineError('package.format', { reason }, cause);
}

/** By name. Names that differ in case alone would be one file elsewhere. */
function checkedEntries(entries: readonly ZipEntry[], fileBytes: number): ReadonlyMap<string, ZipEntry> {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const most = Math.min(MOST_BYTES, MOST_GROWTH * fileBytes + SPARE_BYTES);
  if (total > most || entries.length > MOST_FILES)
    throw new SigmalineError('package.too-large', { bytes: total, most });
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (name.length > 100 || !FILE_NAME.test(name)) throw new SigmalineError('package.name', { name });
    if (seen.has(name.toLowerCase())) throw new SigmalineError('package.name', { name });
    seen.add(name.toLowerCase());
  }
  return new Map(entries.map((entry) => [entry.name, entry]));
}

async function signedManifest(file: FileHandle, entries: ReadonlyMap<string, ZipEntry>): Promise<PackageManifest> {
  const [manifestEntry, noteEntry] = [entries.get(MANIFEST), entries.get(NOTE)];
  if (manifestEntry === undefined) return otherFormat(`${MANIFEST} is missing`);
  const text = await smallText(file, manifestEntry);
  const manifest = parsedManifest(text);
  const refuse = (reason: string): never => {
    throw new SigmalineError('package.signature', { reason });
  };
  const key = parsePublicKey(manifest.station.key) ?? refuse('its key is none');
  if (key.name !== manifest.station.origin) refuse('its key is that of another station');
  const note = noteEntry === undefined ? null : parseNote(await smallText(file, noteEntry));
  if (note === null) return refuse('it is missing');
  if (note.text !== noteTextOf(text)) refuse('it is for another content');
  if (signatureBy(note, key) !== 'valid') refuse('it was not made with the key that the file names');
  return manifest;
}

function parsedManifest(text: string): PackageManifest {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : otherFormat(z.prettifyError(parsed.error).split('\n')[0] ?? '');
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return otherFormat(`${MANIFEST} is no JSON`, thrown);
    throw thrown;
  }
}

async function smallText(file: FileHandle, entry: ZipEntry): Promise<string> {
  if (entry.bytes > MOST_MANIFEST_BYTES)
    throw new SigmalineError('package.too-large', { bytes: entry.bytes, most: MOST_MANIFEST_BYTES });
  const chunks: Buffer[] = [];
  await pipeline(zipContent(file, entry), counted(entry.bytes), async (content: AsyncIterable<Buffer>) => {
    for await (const chunk of content) chunks.push(chunk);
  }).catch((cause: unknown) => unreadable(`${entry.name}: ${messageOf(cause)}`, cause));
  return Buffer.concat(chunks).toString('utf8');
}

async function unpack(
  file: FileHandle,
  entry: ZipEntry,
  { name, bytes, sha256 }: PackageManifest['files'][number],
  path: string,
): Promise<void> {
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  if (entry.bytes !== bytes) throw new SigmalineError('package.changed', { file: name });
  await pipeline(zipContent(file, entry), counted(bytes), hashed, createWriteStream(path, { flags: 'wx' })).catch(
    (cause: unknown) => unreadable(`${name}: ${messageOf(cause)}`, cause),
  );
  if (hash.digest('hex') !== sha256) throw new SigmalineError('package.changed', { file: name });
}

/** Ends what is longer than it says, however small it was packed, and what is shorter. */
function counted(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      done(left < 0 ? new ZipFault('it is longer than it says') : null, chunk);
    },
    flush(done) {
      done(left > 0 ? new ZipFault('it is shorter than it says') : null);
    },
  });
}

async function recipeIn(folder: string, { recipe: said }: PackageManifest): Promise<Omit<UnpackedRecipe, 'manifest'>> {
  const content = await readFile(join(folder, 'recipe.json')).catch((cause: unknown) =>
    otherFormat('recipe.json is missing', cause),
  );
  try {
    const parsed = recipeVersionSchema.safeParse(JSON.parse(content.toString('utf8')));
    if (!parsed.success) return otherFormat(`recipe.json: ${z.prettifyError(parsed.error).split('\n')[0] ?? ''}`);
    const { id, version } = parsed.data;
    if (id !== said.id || version !== said.version) return otherFormat('recipe.json is of another version');
    return { recipe: parsed.data, sha256: sha256Of(content) };
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return otherFormat('recipe.json is no JSON', thrown);
    throw thrown;
  }
}
