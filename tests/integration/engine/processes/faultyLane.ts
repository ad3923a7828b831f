/**
 * The real lane, whose runs on anything but the CPU meet the misfortune that is written in the file SIGMALINE_TEST_FAULT: "throw", "nan", "exit" or
 * "drift". Without the file all is well.
 */
import { readFileSync } from 'node:fs';
import { InferenceSession } from 'onnxruntime-node';

const create = InferenceSession.create.bind(InferenceSession) as (
  bytes: Uint8Array,
  options: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;

Object.assign(InferenceSession, {
  async create(bytes: Uint8Array, options: InferenceSession.SessionOptions) {
    const session = await create(bytes, options);
    if (options.executionProviders?.[0] === 'cpu') return session;
    const run = session.run.bind(session) as (feeds: object, outputs: string[]) => Promise<InferenceSession.ReturnType>;
    return Object.assign(session, {
      async run(feeds: object, outputs: string[]) {
        const fault = presentFault();
        if (fault === 'throw') throw new Error('the device was lost');
        if (fault === 'exit') process.exit(9);
        const results = await run(feeds, outputs);
        const score = results.score?.data as Float32Array;
        if (fault === 'nan') score[0] = Number.NaN;
        if (fault === 'drift') score[0] = (score[0] ?? 0) + 0.5;
        return results;
      },
    });
  },
});

function presentFault(): string {
  try {
    return readFileSync(process.env.SIGMALINE_TEST_FAULT ?? '', 'utf8');
  } catch {
    return '';
  }
}

await import('../../../../electron/lane/lane.ts');
