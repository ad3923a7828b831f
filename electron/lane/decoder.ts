/** The decoding thread of a lane: paths in, pixels out, one image after the other. Started by `DecodingThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DecodingMessage, decodeRequest, type NumberedRequest, Turn } from './decoding/index.ts';
import { FileMemory, prepareDecoder } from './imaging/index.ts';

const lane = parentPort;
if (lane === null) throw new Error('the decoder is a thread of a lane, not a process');

prepareDecoder();
const answer = (message: DecodingMessage): void =>
  lane.postMessage(message, message.kind === 'decoded' ? [message.image.pixels.buffer] : []);

const tools = { memory: new FileMemory(), turn: new Turn(workerData as SharedArrayBuffer) };
let previous = Promise.resolve();
lane.on('message', (request: NumberedRequest) => {
  previous = previous.then(() => decodeRequest(request, tools, answer));
});
