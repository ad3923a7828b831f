import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { dispositionStateSchema, recordFilterSchema } from '../../../shared/domain/index.ts';
import { FilledStation } from './station.fixture.ts';
import { openSearch } from './wholeIndex.ts';

const KILLS = 6;
/** A process that indexes without a rest. */
const INDEXING = `
  import { Searcher } from ${JSON.stringify(new URL('./searcher.ts', import.meta.url).href)};
  const searcher = new Searcher(process.argv[1]);
  console.log('begun');
  for (;;) searcher.step();`;

it('an index whose writer is killed at any instant tells what the records say', async () => {
  const station = new FilledStation();
  try {
    station.record(66_000);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', INDEXING, station.folder]);
      await once(child.stdout, 'data');
      await pause(station.random(250));
      station.record(2000);
      station.decide(100);
      await pause(station.random(250));
      child.kill('SIGKILL');
      await once(child, 'exit');
      compare(station);
    }
  } finally {
    station.remove();
  }
}, 180_000);

/** The index as it was left, with what it lacks read from the records. */
function compare({ folder, database }: FilledStation): void {
  const search = openSearch(folder);
  const states = database
    .prepare<{ state: string; count: number }>(
      `SELECT COALESCE((SELECT NULLIF(decision, 'undecided') FROM disposition WHERE inspection = sequence ORDER BY id DESC LIMIT 1), 'open') AS state, COUNT(*) AS count
       FROM inspection WHERE verdict <> 'pass' GROUP BY 1`,
    )
    .all();
  const none = dispositionStateSchema.options.map((state) => [state, 0]);
  const told = states.map(({ state, count }) => [state, count]);
  expect(search.count(recordFilterSchema.parse({})).dispositions).toEqual(Object.fromEntries([...none, ...told]));
  const named = database.prepare<{ count: number }>("SELECT COUNT(*) AS count FROM inspection WHERE file LIKE '%ä12%'");
  const { verdicts } = search.count(recordFilterSchema.parse({ file: 'ä12' }));
  expect(Object.values(verdicts).reduce((sum, count) => sum + count)).toBe(named.get()?.count);
  search.close();
}
