import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, publishFolder, removeAbandoned } from '../../files/index.ts';

const DRAFT_PREFIX = '.draft-';
const DOWNLOAD_PREFIX = '.download-';
const DAY_MS = 24 * 60 * 60 * 1000;
/** A power cut leaves drafts behind, and a person who thought better of it half a download. */
const ABANDONED_AFTER_MS = { [DRAFT_PREFIX]: DAY_MS, [DOWNLOAD_PREFIX]: 14 * DAY_MS };

/** Where a download grows. It is named after what it is to become, so that only the same file is ever gone on with. */
export function downloadPlace(root: string, sha256: string): string {
  return join(root, `${DOWNLOAD_PREFIX}${sha256.slice(0, 16)}`);
}

/**
 * Makes a backbone in a folder that lies beside the others and is none of them until it is whole. After any failure nothing is left of it.
 *
 * @param root holds the added backbones; made where it is missing
 * @throws SigmalineError `backbone.exists` where another one took the id meanwhile, `station.data-folder`; whatever `make` throws
 */
export async function addBackboneFolder(
  root: string,
  id: string,
  make: (folder: string) => Promise<unknown>,
): Promise<void> {
  const folder = join(root, `${DRAFT_PREFIX}${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(root, ABANDONED_AFTER_MS);
  } catch (cause) {
    throw unusable(root, cause);
  }
  try {
    await make(folder);
    await publishFolder(folder, join(root, id)).catch((cause: unknown) => {
      throw isTaken(cause) ? new SigmalineError('backbone.exists', { backbone: id }, cause) : unusable(root, cause);
    });
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    throw thrown;
  }
}

/** A folder cannot take the name of one that holds files; Windows says so in words of its own. */
function isTaken(cause: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errnoCode(cause) ?? '');
}

function unusable(folder: string, cause: unknown): SigmalineError {
  return new SigmalineError('station.data-folder', { folder, reason: messageOf(cause) }, cause);
}
