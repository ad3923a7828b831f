import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { mediaTypeOf, SigmalineError } from '../../../shared/domain/index.ts';

export interface InterfaceFile {
  readonly mediaType: string;
  readonly content: Buffer;
  readonly etag: string;
  /** Its name holds a hash of its content: it can be kept for ever. */
  readonly immutable: boolean;
}

/**
 * Reads the built interface into memory, by the address of each file. What is not in the map does not exist, so no address can reach a file
 * outside the folder; and a page that is open stays whole while the folder is built anew.
 */
export async function loadInterfaceFiles(folder: string): Promise<ReadonlyMap<string, InterfaceFile>> {
  const files = new Map<string, InterfaceFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    const content = await readFile(path);
    files.set(address, {
      mediaType: mediaTypeOf(entry.name) ?? 'application/octet-stream',
      content,
      etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
      immutable: address.startsWith('/assets/'),
    });
  }
  const page = files.get('/index.html');
  if (page === undefined) throw new SigmalineError('station.no-interface', { folder });
  return files.set('/', page);
}
