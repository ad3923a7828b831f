import { expect, it } from 'vitest';
import { malformedImages } from './index.ts';

it('damaged files of every kind are judged or refused by name, each with one record, and end no lane (npm run test:torture tries 5,000)', async () => {
  const lines: string[] = [];
  const { failures, summary } = await malformedImages({ cases: 300, seed: 1, print: (line) => lines.push(line) });
  expect(failures, lines.join('\n')).toEqual([]);
  expect(summary).toContain('300 malformed files');
});
