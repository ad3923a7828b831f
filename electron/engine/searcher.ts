/** The engine's searching thread: keeps the search index and answers from it. Started by `RecordSearch`. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { reportOf } from '../../shared/domain/index.ts';
import type { QueryAnswer, QueryRequest } from './records/index.ts';
import { Searcher, type SearchQueries } from './search/index.ts';

const engine = parentPort;
if (engine === null) throw new Error('the searcher is a thread of the engine, not a process');
const searcher = new Searcher(z.string().parse(workerData));

engine.on('message', async (request: QueryRequest<SearchQueries> | null) => {
  if (request !== null) return engine.postMessage(await answer(request));
  searcher.close();
  return process.exit();
});

async function answer({ id, name, parameters }: QueryRequest<SearchQueries>): Promise<QueryAnswer> {
  try {
    return { id, result: await searcher.answer(name, parameters) };
  } catch (thrown) {
    return { id, error: reportOf(thrown) };
  }
}

await searcher.keep();
