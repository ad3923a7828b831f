import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { connect, isIP } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { networkError } from '../networkErrors.ts';

export interface Answer {
  readonly status: number;
  /** After how long the receiver wants to be asked again, ms; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** Where it sends whoever follows it. */
  readonly location: string | null;
  /** The beginning of what it says, in one line. */
  readonly text: string;
}

const TOLD_CHARACTERS = 200;
/** Of an answer no more is read: whoever sends without an end is cut off. */
const LONGEST_ANSWER_BYTES = 64 * 1024;

/** Calls one address, over connections that are kept. It follows nobody who sends it elsewhere. */
export class Caller {
  readonly #url: URL;
  readonly #where: string;
  readonly #seconds: number;
  readonly #authority: { readonly ca?: string };
  readonly #agent: HttpAgent | HttpsAgent;

  /** @param authority PEM text of who signs the receiver's certificate; empty for those that the system trusts */
  constructor(url: URL, where: string, authority: string, seconds: number) {
    this.#url = url;
    this.#where = where;
    this.#seconds = seconds;
    const options = { keepAlive: true, maxSockets: 1 };
    this.#authority = authority === '' ? {} : { ca: authority };
    this.#agent =
      url.protocol === 'https:' ? new HttpsAgent({ ...options, ...this.#authority }) : new HttpAgent(options);
  }

  /** @throws SigmalineError where no answer came in time */
  async post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer> {
    return this.#answered((both) => this.#post(headers, body, both), signal);
  }

  /** Connects, and asks for nothing. @throws SigmalineError where nobody is there */
  async reach(signal: AbortSignal): Promise<void> {
    await this.#answered((both) => this.#connect(both), signal);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #answered<Answered>(ask: (signal: AbortSignal) => Promise<Answered>, signal: AbortSignal): Promise<Answered> {
    const limit = AbortSignal.timeout(this.#seconds * 1000);
    try {
      return await ask(AbortSignal.any([signal, limit]));
    } catch (thrown) {
      signal.throwIfAborted();
      const [where, seconds] = [this.#where, this.#seconds];
      if (limit.aborted) throw new SigmalineError('connection.timeout', { where, seconds }, thrown);
      throw networkError(where, thrown);
    }
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const isSecure = this.#url.protocol === 'https:';
    // An IPv6 address has brackets in addresses alone.
    const host = this.#url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(this.#url.port || (isSecure ? 443 : 80));
    const socket = isSecure
      ? connectSecurely({ host, port, ...(isIP(host) === 0 && { servername: host }), ...this.#authority })
      : connect({ host, port });
    try {
      await once(socket, isSecure ? 'secureConnect' : 'connect', { signal });
    } finally {
      socket.destroy();
    }
  }

  async #post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer> {
    const call = this.#url.protocol === 'https:' ? requestHttps : requestHttp;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) };
      const request = call(this.#url, {
        method: 'POST',
        agent: this.#agent,
        signal,
        headers: { ...headers, ...length },
      });
      request.once('response', resolve);
      // An error of the connection after the answer too: the answer itself says it then.
      request.on('error', reject);
      request.end(body);
    });
    const text = await beginningOf(response);
    const { statusCode: status = 0, headers: said } = response;
    return { status, retryAfterMs: afterMs(said['retry-after']), location: said.location ?? null, text };
  }
}

/** Reads an answer to its end, so that its connection can be used again. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER_BYTES) {
      response.destroy();
      break;
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString().replace(/\s+/g, ' ').trim();
  return text.length > TOLD_CHARACTERS ? `${text.slice(0, TOLD_CHARACTERS)}…` : text;
}

/** `Retry-After` is a number of seconds or a date. */
function afterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
