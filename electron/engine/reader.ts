/** The engine's reading thread: answers queries one at a time. Started by `ReaderThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { reportOf } from '../../shared/domain/index.ts';
import { type AuditQueries, auditQueries } from './audit/index.ts';
import { type QueryAnswer, type QueryRequest, type RecordQueries, recordQueries } from './records/index.ts';
import { readStationDatabase, type StationDatabase } from './storage/index.ts';

const engine = parentPort;
if (engine === null) throw new Error('the reader is a thread of the engine, not a process');
type Queries = RecordQueries & AuditQueries;

const dataFolder = z.string().parse(workerData);

let database: StationDatabase | null = null;
let queries: Queries | null = null;

engine.on('message', (request: QueryRequest<Queries> | null) => {
  if (request !== null) return engine.postMessage(answer(request));
  database?.close();
  return process.exit();
});

function opened(): Queries {
  database = readStationDatabase(dataFolder);
  return { ...recordQueries(database), ...auditQueries(database) };
}

function answer({ id, name, parameters }: QueryRequest<Queries>): QueryAnswer {
  try {
    queries ??= opened();
    const query: (parameters: never) => unknown = queries[name];
    return { id, result: query(parameters as never) };
  } catch (thrown) {
    return { id, error: reportOf(thrown) };
  }
}
