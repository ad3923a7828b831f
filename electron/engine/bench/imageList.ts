import { join, resolve } from 'node:path';
import { z } from 'zod';
import { inspectionIdSchema } from '../../../shared/domain/index.ts';
import { type Examined, examinedSchema } from '../../../shared/processes/examining.ts';
import { appendLineSync, readLinesSync, writeWholeSync } from '../../files/index.ts';

/** Where an image came from, as it stays. */
export const takenImageSchema = z.object({
  key: z.string(),
  /** Absolute, or within the draft's folder. */
  path: z.string(),
  file: z.string(),
  from: z.enum(['folder', 'upload', 'record', 'source']),
  /** The record it belongs to. */
  record: z
    .object({ id: inspectionIdSchema, number: z.number().int(), sha256: z.string(), file: z.string() })
    .nullable(),
  serial: z.string().nullable(),
  released: z.boolean(),
});
export type TakenImage = z.infer<typeof takenImageSchema>;

const lineSchema = z.union([
  z.object({ add: z.array(takenImageSchema) }),
  z.object({ out: z.array(z.string()), removed: z.boolean() }),
  /** Forgotten: another content has taken their place. */
  z.object({ drop: z.array(z.string()) }),
  z.object({ moved: z.string(), path: z.string() }),
  z.object({ examined: examinedSchema }),
  z.object({ usual: z.number().nullable() }),
]);
type Line = z.infer<typeof lineSchema>;

function isOtherwiseExamined(content: unknown): boolean {
  const isExamined = typeof content === 'object' && content !== null && 'examined' in content;
  return isExamined && !examinedSchema.safeParse(content.examined).success;
}

export interface DraftImage extends TakenImage {
  readonly removed: boolean;
  /** What examining it gave; null while it waits. */
  readonly seen: Examined | null;
}

const FILE = 'images.jsonl';

/**
 * The images of a draft, in the order in which they came: a file of lines, one for each change. A process that is killed loses nothing that was answered.
 */
export class ImageList {
  readonly #folder: string;
  readonly #images = new Map<string, DraftImage>();
  #usual: number | null = null;

  /** @throws SyntaxError, ZodError where a line of it is damaged */
  constructor(folder: string) {
    this.#folder = folder;
    for (const line of readLinesSync(this.#file)) {
      const content: unknown = JSON.parse(line);
      // What another version of the product measured is measured anew.
      if (!isOtherwiseExamined(content)) this.#apply(lineSchema.parse(content));
    }
  }

  get size(): number {
    return this.#images.size;
  }

  /** How far apart pictures of the set usually lie. */
  get usual(): number | null {
    return this.#usual;
  }

  all(): DraftImage[] {
    return [...this.#images.values()];
  }

  find(key: string): DraftImage | undefined {
    return this.#images.get(key);
  }

  pathOf({ path }: Pick<TakenImage, 'path'>): string {
    return resolve(this.#folder, path);
  }

  add(images: readonly TakenImage[]): void {
    if (images.length > 0) this.#write({ add: [...images] });
  }

  takeOut(keys: readonly string[], removed: boolean): void {
    this.#write({ out: [...keys], removed });
  }

  drop(keys: readonly string[]): void {
    if (keys.length > 0) this.#write({ drop: [...keys] });
  }

  moved(key: string, path: string): void {
    this.#write({ moved: key, path });
  }

  /** It can be found out again, so nothing waits for the disk. */
  examined(seen: Examined): void {
    this.#write({ examined: seen }, false);
  }

  foundUsual(usual: number | null): void {
    if (usual !== this.#usual) this.#write({ usual }, false);
  }

  /** Writes what counts now without how it came about: lines of changes grow for ever. */
  compact(): void {
    const images = this.all();
    const lines: Line[] = [
      { add: images.map(({ removed: _, seen: __, ...taken }) => taken) },
      { out: images.filter(({ removed }) => removed).map(({ key }) => key), removed: true },
      ...images.flatMap(({ seen }) => (seen === null ? [] : [{ examined: seen }])),
      { usual: this.#usual },
    ];
    writeWholeSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), true);
  }

  get #file(): string {
    return join(this.#folder, FILE);
  }

  #write(line: Line, isDurable = true): void {
    appendLineSync(this.#file, JSON.stringify(line), isDurable);
    this.#apply(line);
  }

  #apply(line: Line): void {
    if ('add' in line)
      for (const taken of line.add) this.#images.set(taken.key, { ...taken, removed: false, seen: null });
    else if ('out' in line) for (const key of line.out) this.#change(key, { removed: line.removed });
    else if ('drop' in line) for (const key of line.drop) this.#images.delete(key);
    else if ('moved' in line) this.#change(line.moved, { path: line.path });
    else if ('examined' in line) this.#change(line.examined.key, { seen: line.examined });
    else this.#usual = line.usual;
  }

  #change(key: string, change: Partial<DraftImage>): void {
    const image = this.#images.get(key);
    if (image !== undefined) this.#images.set(key, { ...image, ...change });
  }
}
