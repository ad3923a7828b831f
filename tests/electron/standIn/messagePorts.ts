import { EventEmitter } from 'node:events';

/** What is at the other end of a port that was handed to a page. */
export interface PageEnd {
  post(data: unknown): void;
  close(): void;
}

/** Queues until `start`, like Electron's. */
export class MessagePortMain extends EventEmitter {
  other: MessagePortMain | null = null;
  #pageEnd: PageEnd | null = null;
  readonly #unread: unknown[] = [];
  #started = false;
  #closed = false;

  postMessage(data: unknown): void {
    if (!this.#closed) this.other?.receive(structuredClone(data));
  }

  start(): void {
    this.#started = true;
    for (const data of this.#unread.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.other?.otherClosed();
  }

  /** Hands this port to a page: from now on what arrives here is delivered there. */
  transfer(pageEnd: PageEnd): void {
    this.#pageEnd = pageEnd;
    for (const data of this.#unread.splice(0)) pageEnd.post(data);
  }

  receive(data: unknown): void {
    if (this.#pageEnd !== null) this.#pageEnd.post(data);
    else if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }));
    else this.#unread.push(data);
  }

  otherClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pageEnd?.close();
    this.emit('close');
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}
