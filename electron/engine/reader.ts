/** The engine's reading thread: answers queries one at a time. Started by `ReaderThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { reportOf } from '../../shared/domain/index.ts';
import { auditQueries } from './audit/index.ts';
import { type Queries, type QueryAnswer, type QueryRequest, recordQueries } from './records/index.ts';
import { readStationDatabase, type StationDatabase } from './storage/index.ts';

const engine = parentPort;
if (engine === null) throw new Error('the reader is a thread of the engine, not a process');
const dataFolder = z.string().parse(workerData);

let queries: Queries | null = null;

engine.on('message', ({ id, name, parameters }: QueryRequest) => engine.postMessage(answer(id, name, parameters)));

const queriesOf = (database: StationDatabase): Queries => ({ ...recordQueries(database), ...auditQueries(database) });

function answer(id: number, name: QueryRequest['name'], parameters: unknown): QueryAnswer {
  try {
    queries ??= queriesOf(readStationDatabase(dataFolder));
    const query: (parameters: never) => unknown = queries[name];
    return { id, result: query(parameters as never) };
  } catch (thrown) {
    return { id, error: reportOf(thrown) };
  }
}
