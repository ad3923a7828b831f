import { Searcher } from '../../electron/engine/search/index.ts';
import type { StationDatabase } from '../../electron/engine/storage/index.ts';

/** A searcher that is ready: everything is indexed, and what it reads ahead is read. */
export function openSearcher(dataFolder: string): Searcher {
  const searcher = new Searcher(dataFolder);
  for (let isMore = true; isMore; ) isMore = searcher.step();
  return searcher;
}

/** One in three of the records that did not pass is decided about. */
export function decideAboutMany(database: StationDatabase): void {
  database.execute(
    `INSERT INTO disposition (id, inspection, at, person, name, role, decision, reason, defect, together, entry)
     SELECT row_number() OVER (ORDER BY sequence), sequence, recorded_at, 'person-' || sequence % 7, 'Person', 'quality',
       CASE sequence % 4 WHEN 0 THEN 'confirmed' WHEN 1 THEN 'released' WHEN 2 THEN 'rework' ELSE 'scrap' END, 'Reason ' || sequence % 5,
       IIF(sequence % 2, 'Dent', NULL), 0, 1
     FROM inspection WHERE verdict <> 'pass' AND sequence / 97 % 3 = 0`,
  );
}
