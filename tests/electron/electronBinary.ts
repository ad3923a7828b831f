import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Electron binary that npm fetched, or that ELECTRON_OVERRIDE_DIST_PATH names; null where there is none. */
export function electronBinary(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8') : 'electron';
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}
