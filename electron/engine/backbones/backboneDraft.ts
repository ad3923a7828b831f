import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, publishFolder, removeAbandoned } from '../../files/index.ts';

/** A backbone in the making. Its folder lies beside the others and is none of them until it is published. */
export interface BackboneDraft {
  readonly folder: string;
  /** @throws SigmalineError `backbone.exists` where another one took the id meanwhile, `station.data-folder` */
  publish(id: string): Promise<string>;
  discard(): Promise<void>;
}

const DRAFT_PREFIX = '.draft-';
const DOWNLOAD_PREFIX = '.download-';
const DAY_MS = 24 * 60 * 60 * 1000;
/** A power cut leaves drafts behind, and a person who thought better of it half a download. */
const ABANDONED_AFTER_MS = { [DRAFT_PREFIX]: DAY_MS, [DOWNLOAD_PREFIX]: 14 * DAY_MS };

/** Where a download grows. It is named after what it is to become, so that only the same file is ever gone on with. */
export function downloadPlace(root: string, sha256: string): string {
  return join(root, `${DOWNLOAD_PREFIX}${sha256.slice(0, 16)}`);
}

/** @param root holds the added backbones; made where it is missing */
export async function openBackboneDraft(root: string): Promise<BackboneDraft> {
  const folder = join(root, `${DRAFT_PREFIX}${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(root, ABANDONED_AFTER_MS);
  } catch (cause) {
    throw unusable(root, cause);
  }
  return {
    folder,
    async publish(id) {
      const place = join(root, id);
      try {
        await publishFolder(folder, place);
      } catch (cause) {
        throw isTaken(cause) ? new SigmalineError('backbone.exists', { backbone: id }, cause) : unusable(root, cause);
      }
      return place;
    },
    discard: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A folder cannot take the name of one that holds files; Windows says so in words of its own. */
function isTaken(cause: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errnoCode(cause) ?? '');
}

function unusable(folder: string, cause: unknown): SigmalineError {
  return new SigmalineError('station.data-folder', { folder, reason: messageOf(cause) }, cause);
}
