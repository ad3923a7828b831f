import { describe, expect, it } from 'vitest';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { LaneMessage } from '../../shared/processes/lane.ts';
import { JobQueue } from './jobQueue.ts';
import type { StagedJob } from './jobs/index.ts';

/** A queue whose jobs note what happens to them. */
function watchedQueue() {
  const events: string[] = [];
  const answers: LaneMessage[] = [];
  const queue = new JobQueue((message) => answers.push(message));
  const job = (name: string, behaviour: { fail?: Error } = {}): StagedJob<null> => ({
    known: { sha256: `hash of ${name}`, content: { size: name.length, modifiedUs: 7, changedUs: null, fileId: null } },
    begin() {
      events.push(`begin ${name}`);
    },
    async finish(beforeBlocking) {
      await beforeBlocking();
      events.push(`run ${name}`);
      if (behaviour.fail !== undefined) throw behaviour.fail;
      return null;
    },
  });
  const answered = async (count: number) => expect.poll(() => answers.length, { interval: 2 }).toBe(count);
  return { queue, job, events, answers, answered };
}

describe('the queue of a lane', () => {
  it('answers in the order in which it was asked', async () => {
    const { queue, job, answers, answered } = watchedQueue();
    for (const id of [7, 3, 5]) queue.add(id, job(String(id)));
    await answered(3);
    expect(answers).toEqual([7, 3, 5].map((id) => ({ kind: 'done', id, result: null })));
  });

  it('begins the next job before the present one blocks', async () => {
    const { queue, job, events, answered } = watchedQueue();
    for (const name of ['a', 'b', 'c']) queue.add(1, job(name));
    await answered(3);
    expect(events).toEqual(['begin b', 'run a', 'begin c', 'run b', 'run c']);
  });

  it('answers a failure with its code and the hash of the image, and goes on', async () => {
    const { queue, job, answers, answered } = watchedQueue();
    queue.add(1, job('a', { fail: new SigmalineError('image.empty', { file: 'a.png' }) }));
    queue.add(2, job('b', { fail: new TypeError('not foreseen') }));
    queue.add(3, job('c'));
    await answered(3);
    expect(answers).toMatchObject([
      {
        kind: 'failed',
        id: 1,
        sha256: 'hash of a',
        content: { size: 1, modifiedUs: 7, changedUs: null, fileId: null },
        error: { code: 'image.empty', details: { file: 'a.png' } },
      },
      { kind: 'failed', id: 2, error: { code: 'internal' } },
      { kind: 'done', id: 3 },
    ]);
  });

  it('goes on after it was empty', async () => {
    const { queue, job, answered } = watchedQueue();
    queue.add(1, job('a'));
    await answered(1);
    queue.add(2, job('b'));
    await answered(2);
  });
});
