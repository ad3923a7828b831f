/** Gives a child of the stand-in's utilityProcess its `process.parentPort`, and takes plain Node's own ways to its parent. */
import { EventEmitter } from 'node:events';

class ParentPort extends EventEmitter {
  readonly #send = process.send?.bind(process);

  postMessage(message: unknown): void {
    this.#send?.(message);
  }
}

const parentPort = new ParentPort();
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
process.once('disconnect', () => process.exit());
Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'send', { value: undefined });
