import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaTypeOf, SigmalineError } from '../../shared/domain/index.ts';

export interface InterfaceFile {
  readonly mediaType: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  /** Its name holds a hash of its content: it can be kept for ever. */
  readonly immutable: boolean;
}

/** Where the interface is opened; the board of a second screen is the same page under its own address. */
export const PAGE_ADDRESSES: readonly string[] = ['/', '/board'];

/**
 * Reads the built interface into memory, by the address of each file. What is not in the map does not exist, so no address can reach a file
 * outside the folder; and a page that is open stays whole while the folder is built anew. Files of no known kind are left out.
 *
 * @throws SigmalineError `station.no-interface`
 */
export async function loadInterfaceFiles(folder: string): Promise<ReadonlyMap<string, InterfaceFile>> {
  const files = new Map<string, InterfaceFile>();
  await load(folder, '/', files);
  const page = files.get('/index.html');
  if (page === undefined) throw new SigmalineError('station.no-interface', { folder });
  for (const address of PAGE_ADDRESSES) files.set(address, page);
  return files;
}

/** Folder by folder: reading them all at once is not to be relied upon inside Electron's archive. */
async function load(folder: string, address: string, files: Map<string, InterfaceFile>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await load(path, `${address}${entry.name}/`, files);
    const mediaType = mediaTypeOf(entry.name);
    if (!entry.isFile() || mediaType === null) continue;
    const content = new Uint8Array(await readFile(path));
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
    files.set(address + entry.name, { mediaType, content, etag, immutable: address.startsWith('/assets/') });
  }
}
