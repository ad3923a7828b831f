/** Files for a MES: one for each message, or for as many as wait. `docs/connections/files.md` tells of it. */
import { access, constants, opendir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OutboxMessage } from '../../../shared/domain/index.ts';
import { isThere, readJsonSync, replaceWhole, unfinishedName, writeJsonSync } from '../../files/index.ts';
import type { Driver } from '../driver.ts';
import { Pieces } from '../pieces.ts';
import { textOf } from './lines.ts';
import { Share } from './share.ts';

/** The newest file of several messages: which of them it holds. Where they are sent again after a crash they make the same file, although more wait by then. */
const planSchema = z.object({ ids: z.array(z.string()).min(1) });
const PLAN = 'newest-file.json';

/** As many digits as order by name needs. */
const DIGITS = 12;
const HASH_DIGITS = 8;
/** What no file system and no program that looks for files stumbles over. */
const UNSAFE = /[^\p{L}\p{N}._-]+/gu;
const LONGEST_NAME = 60;

export const openFiles: Driver<'files'> = async ({ settings, station, folder: own }) => {
  const { folder, format, each } = settings;
  const share = new Share(folder, own);
  const prefix = station.name.replace(UNSAFE, '-').slice(0, LONGEST_NAME);
  const plan = join(own, PLAN);

  const write = (name: string, messages: readonly OutboxMessage[], signal: AbortSignal | null): Promise<void> => {
    const path = join(folder, `${name}.${format === 'csv' ? 'csv' : 'jsonl'}`);
    return share.use(async (requireThere) => {
      // What is there is never written over: its name says what is in it.
      if (await isThere(path)) return;
      const content = textOf(messages, format);
      const writeThere = async (partial: string): Promise<void> => {
        await writeFile(partial, content);
        // It may have gone meanwhile, and the file would get its name on the disk of the station.
        await requireThere();
      };
      await replaceWhole(path, writeThere, unfinishedName(path));
    }, signal);
  };

  const pieces = new Pieces({
    size: each ? 1 : Number.POSITIVE_INFINITY,
    put: async (items, signal) => {
      const messages = items.map(({ message }) => message);
      for (const together of each ? [messages] : planned(messages, plan))
        await write(`${prefix}-${nameOf(together)}`, together, signal);
    },
    // A folder has nothing against a message.
    refusal: () => null,
  });
  return {
    deliver: (items, signal) => pieces.send(items, signal),
    reach: (signal) =>
      share.use(async () => {
        await (await opendir(folder)).close();
        await access(folder, constants.W_OK);
      }, signal),
    test: (message) => write(`${prefix}-test-${message.time_utc.replace(/\D/g, '')}`, [message], null),
    close: async () => undefined,
  };
};

/** By name they are in their order. The hash keeps two stations of one name apart, and a station that was restored from what it wrote before. */
function nameOf(messages: readonly OutboxMessage[]): string {
  const [first, last] = [messages[0], messages.at(-1)];
  const digits = (message: OutboxMessage | undefined): string => String(message?.sequence ?? 0).padStart(DIGITS, '0');
  const range = first === last ? digits(first) : `${digits(first)}-${digits(last)}`;
  return `${range}-${last?.hash.slice(0, HASH_DIGITS) ?? ''}`;
}

/** The messages that make a file each: first those that made one before, if it begins with the first of these. The file of the others is noted before it is written. */
function planned(messages: readonly OutboxMessage[], plan: string): (readonly OutboxMessage[])[] {
  const ids = messages.map(({ id }) => id);
  const noted = planSchema.safeParse(readJsonSync(plan)).data?.ids ?? [];
  const known = noted.length <= ids.length && noted.every((id, index) => id === ids[index]) ? noted.length : 0;
  if (known < ids.length) writeJsonSync(plan, { ids: ids.slice(known) });
  return [messages.slice(0, known), messages.slice(known)].filter(({ length }) => length > 0);
}
