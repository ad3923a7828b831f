/** The engine's searching thread: keeps the search index and answers from it. Started by `RecordSearch`. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { reportOf } from '../../shared/domain/index.ts';
import type { QueryAnswer, QueryRequest } from './records/index.ts';
import { Searcher, type SearchQueries } from './search/index.ts';

const engine = parentPort;
if (engine === null) throw new Error('the searcher is a thread of the engine, not a process');
const searcher = new Searcher(z.string().parse(workerData));

engine.on('message', async ({ id, name, parameters }: QueryRequest<SearchQueries>) => {
  engine.postMessage(await answer(id, name, parameters));
});

async function answer(id: number, name: keyof SearchQueries, parameters: unknown): Promise<QueryAnswer> {
  try {
    return { id, result: await searcher.answer(name, parameters) };
  } catch (thrown) {
    return { id, error: reportOf(thrown) };
  }
}

await searcher.keep();
