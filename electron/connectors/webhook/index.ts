/** Calls of a receiver's address, signed after the Standard Webhooks specification. `docs/connections/webhook.md` tells of it. */
import { type ErrorFact, factOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { Driver, OutboxItem } from '../driver.ts';
import { isThisMachine } from '../networkErrors.ts';
import { Pieces } from '../pieces.ts';
import { type Answer, Caller } from './caller.ts';
import { keyOf, signatureOf } from './signature.ts';

/** Whoever says so wants to be asked later; longer than this it is not believed. */
const LONGEST_PAUSE_MS = 3_600_000;
/** What a receiver says of the call and not of the address: this message it does not want. */
const REFUSES = new Set([400, 406, 409, 411, 412, 413, 415, 417, 422, 431]);

/** The receiver answered, and did not take what it was sent. */
class NotTaken extends SigmalineError {
  readonly status: number;

  constructor(status: number, where: string, reason: string) {
    super({ code: 'connection.refused', details: { where, reason } });
    this.status = status;
  }
}

export const openWebhook: Driver<'webhook'> = async ({ settings, secrets, warn }) => {
  const { batch } = settings;
  const url = new URL(settings.url);
  // What stands behind a question mark may be a key of the receiver's.
  const where = `${url.origin}${url.pathname}`;
  const key = keyOf(secrets.secret);
  const caller = new Caller(url, where, settings.authority, settings.timeoutSeconds);
  warn(warningsOf(url, where));
  let pause: { readonly untilMs: number; readonly error: NotTaken } | null = null;

  const put = async (items: readonly OutboxItem[], signal: AbortSignal): Promise<void> => {
    if (pause !== null && performance.now() < pause.untilMs) throw pause.error;
    pause = null;
    const messages = items.map(({ message }) => message);
    const body = JSON.stringify(batch === 1 ? messages[0] : messages);
    const [first, last] = [messages[0]?.id ?? '', messages.at(-1)?.sequence];
    const id = messages.length === 1 ? first : `${first}_${last}`;
    const seconds = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Sigmaline',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(key, id, seconds, body),
    };
    const answer = await caller.post(headers, body, signal);
    if (answer.status >= 200 && answer.status < 300) return;
    const error = new NotTaken(answer.status, where, reasonOf(answer));
    const pauseMs = Math.min(answer.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
    if (pauseMs > 0) pause = { untilMs: performance.now() + pauseMs, error };
    throw error;
  };

  const pieces = new Pieces({
    size: batch,
    put,
    refusal: (thrown) => (thrown instanceof NotTaken && REFUSES.has(thrown.status) ? factOf(thrown) : null),
  });
  return {
    deliver: (items, signal) => pieces.send(items, signal),
    reach: (signal) => caller.reach(signal),
    test: (message) => put([{ message, entry: { body: '', hash: '' } }], new AbortController().signal),
    close: async () => caller.close(),
  };
};

function reasonOf({ status, location, text }: Answer): string {
  const to = location === null ? '' : `, redirects to ${location}`;
  return `HTTP ${status}${to}${text === '' ? '' : `: ${text}`}`;
}

function warningsOf({ protocol, hostname }: URL, where: string): ErrorFact[] {
  return protocol === 'http:' && !isThisMachine(hostname)
    ? [{ code: 'connection.not-encrypted', details: { where } }]
    : [];
}
