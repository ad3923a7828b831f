import { describe, expect, it } from 'vitest';
import { residentBytes } from './memory.ts';

describe.skipIf(process.platform === 'win32')('the memory of a process', () => {
  it('is what the process itself says, but for what happens meanwhile', async () => {
    const told = await residentBytes(process.pid);
    expect((told ?? 0) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  });

  it('is not known of a process that is gone', async () => {
    expect(await residentBytes(2 ** 22 + 1)).toBeNull();
  });
});
