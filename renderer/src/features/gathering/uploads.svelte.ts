import type { RequestInput } from '../../../../shared/contract/index.ts';
import { Refusal } from '../../lib/sentence.ts';

/** A multiple of 3, so that each piece ends with whole base64, and below what one request may hold. */
const PIECE_BYTES = 480_000;
const AT_ONCE = 3;
/** What is worth sending: the station looks into each file itself. */
const IMAGE_NAME = /\.(?:png|jpe?g|tiff?|bmp|webp|pgm|ppm)$/i;

/** A part of a file, as requests take it. */
export type Piece = Omit<RequestInput<'bench.upload'>, 'id'>;

interface Upload {
  readonly id: string;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly sentBytes: number;
  readonly problem: Refusal | null;
}

/** Files that were dropped on the page, on their way to the station: a few at once, in pieces. */
export class Uploads {
  readonly #put: (piece: Piece) => Promise<unknown>;
  /** What is not done yet. */
  #open = $state.raw<readonly Upload[]>([]);
  #done = $state(0);
  #doneBytes = 0;
  #ignored = $state(0);

  /** @param put sends a piece to what the files are dropped on */
  constructor(put: (piece: Piece) => Promise<unknown>) {
    this.#put = put;
  }

  get failed(): readonly Upload[] {
    return this.#open.filter(({ state }) => state === 'failed');
  }

  /** Dropped, and no images by their names. */
  get ignored(): number {
    return this.#ignored;
  }

  /** Null while nothing is on its way. */
  get progress(): { readonly done: number; readonly total: number; readonly share: number } | null {
    const going = this.#open.filter(({ state }) => state !== 'failed');
    if (going.length === 0) return null;
    const sent = going.reduce((sum, { sentBytes }) => sum + sentBytes, this.#doneBytes);
    const total = going.reduce((sum, { file }) => sum + file.size, this.#doneBytes);
    return { done: this.#done, total: this.#done + going.length, share: total === 0 ? 0 : sent / total };
  }

  add(files: readonly File[]): void {
    const images = files.filter(({ name }) => IMAGE_NAME.test(name));
    this.#ignored = files.length - images.length;
    if (this.progress === null) {
      this.#done = 0;
      this.#doneBytes = 0;
    }
    const added = images.map((file): Upload => {
      return { id: crypto.randomUUID(), file, state: 'waiting', sentBytes: 0, problem: null };
    });
    this.#open = [...this.#open, ...added];
    this.#go();
  }

  /** Sends those that failed once more, from their beginning. */
  retry(): void {
    this.#open = this.#open.map((upload) =>
      upload.state === 'failed'
        ? { ...upload, id: crypto.randomUUID(), state: 'waiting', sentBytes: 0, problem: null }
        : upload,
    );
    this.#go();
  }

  /** Leaves those that failed away. */
  forget(): void {
    this.#open = this.#open.filter(({ state }) => state !== 'failed');
    this.#ignored = 0;
  }

  #go(): void {
    const free = AT_ONCE - this.#open.filter(({ state }) => state === 'sending').length;
    const next = this.#open.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
    for (const upload of next) void this.#send(upload);
  }

  async #send({ id, file }: Upload): Promise<void> {
    this.#change(id, { state: 'sending' });
    try {
      let offset = 0;
      do {
        const end = Math.min(file.size, offset + PIECE_BYTES);
        const content = await base64Of(file.slice(offset, end));
        const isLast = end === file.size;
        await this.#put({ upload: id, file: file.name, offset, content, isLast });
        offset = end;
        this.#change(id, { sentBytes: offset });
      } while (offset < file.size);
      this.#done += 1;
      this.#doneBytes += file.size;
      this.#open = this.#open.filter((upload) => upload.id !== id);
    } catch (thrown) {
      this.#change(id, { state: 'failed', problem: Refusal.of(thrown) });
    }
    this.#go();
  }

  #change(id: string, part: Partial<Upload>): void {
    this.#open = this.#open.map((upload) => (upload.id === id ? { ...upload, ...part } : upload));
  }
}

function base64Of(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(piece);
  });
}

/** All files that were dropped, also those in folders. To be called while the drop is told: its items are gone afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const plain = [...transfer.files];
  if (entries.length === 0) return plain;
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // A reader gives a hundred or so at a time, and none when it is done.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map(filesIn))).flat());
  }
}
