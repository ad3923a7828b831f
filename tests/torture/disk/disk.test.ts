import { expect, it } from 'vitest';
import { diskAndFolders } from './index.ts';

it('full disks, folders that go away and a share that does not answer lose nothing, and the station goes on by itself', async (context) => {
  const { summary, failures, skipped } = await diskAndFolders({ print: () => undefined, bounded: true });
  for (const trial of skipped) console.warn(`skipped: ${trial}`);
  await context.annotate(summary);
  expect(failures).toEqual([]);
}, 240_000);
