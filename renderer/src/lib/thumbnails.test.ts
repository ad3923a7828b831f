import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_PACKED, type PackedPicture, packPictures } from '../../../shared/domain/index.ts';
import { Thumbnails } from './thumbnails.ts';

interface Asked {
  readonly addresses: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly answer: (answer: Response) => void;
  readonly fail: () => void;
}

/** What the page asked for, in its order. */
let asked: Asked[];
/** Pictures are their files' words here: decoded to them, and open until they are given away or closed. */
let open: Set<string>;
let thumbnails: Thumbnails;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  asked = [];
  open = new Set();
  thumbnails = new Thumbnails({ thumbnails: (addresses) => `/thumbnails?${addresses.join('&')}` });
  vi.stubGlobal('document', {
    timeline: {
      get currentTime() {
        return Math.floor(performance.now() / 16);
      },
    },
  });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
  vi.stubGlobal('innerWidth', 1000);
  vi.stubGlobal('innerHeight', 1000);
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('fetch', (address: string, { signal }: { signal?: AbortSignal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const [, together] = address.split('?');
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
    asked.push({
      addresses: together?.split('&') ?? [address],
      signal,
      answer: resolve,
      fail: () => reject(new TypeError('Failed to fetch')),
    });
    return promise;
  });
  vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
    const words = await blob.text();
    if (words === 'damaged') throw new Error('It cannot be decoded.');
    open.add(words);
    return { words, width: 10, height: 10, close: () => open.delete(words) };
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A row that shows a picture; `shown` are the pictures that it was given, null where it was emptied. */
function row(address: string) {
  const shown: (string | null)[] = [];
  const transferFromImageBitmap = (picture: { words: string } | null): void => {
    shown.push(picture?.words ?? null);
    if (picture !== null) open.delete(picture.words);
  };
  const canvas = { getContext: () => ({ transferFromImageBitmap }) } as unknown as HTMLCanvasElement;
  const show = (next: string): (() => void) => thumbnails.drawnFrom(next)(canvas) as () => void;
  return { shown, show, leave: show(address) };
}

const words = (address: string): string => `picture of ${address}`;

function packed(addresses: readonly string[], changes: Partial<PackedPicture> = {}): Response {
  const encoder = new TextEncoder();
  return new Response(
    packPictures(
      addresses.map((address) => ({ address, status: 200, content: encoder.encode(words(address)), ...changes })),
    ),
  );
}

const passes = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const addresses = (): (readonly string[])[] => asked.map((each) => each.addresses);

describe('thumbnails of rows', () => {
  it('are asked for at once and together where they appear together, and each row gets its own', async () => {
    const rows = ['/a', '/b', '/c'].map(row);
    await passes(0);
    expect(addresses()).toEqual([['/a', '/b', '/c']]);
    // Their order in the answer says nothing.
    asked[0]?.answer(packed(['/c', '/a', '/b']));
    await passes(0);
    expect(rows.map(({ shown }) => shown)).toEqual(['/a', '/b', '/c'].map((address) => [null, words(address)]));
  });

  it('wait for each other where they come one soon after the other', async () => {
    row('/a');
    for (const address of ['/b', '/c', '/d']) {
      await passes(20);
      row(address);
    }
    await passes(39);
    expect(addresses()).toEqual([['/a']]);
    await passes(1);
    expect(addresses()).toEqual([['/a'], ['/b', '/c', '/d']]);
  });

  it('are not asked for of a row that is gone, or shows another part, before its turn', async () => {
    row('/a');
    await passes(0);
    const [gone, reused] = [row('/b'), row('/c')];
    gone.leave();
    reused.leave();
    reused.show('/d');
    await passes(1000);
    expect(addresses()).toEqual([['/a'], ['/d']]);
  });

  it('never come to a row that shows another part by now', async () => {
    const [one, other] = [row('/a'), row('/b')];
    await passes(0);
    one.leave();
    one.show('/c');
    asked[0]?.answer(packed(['/a', '/b']));
    await passes(100);
    asked[1]?.answer(packed(['/c']));
    await passes(0);
    expect(one.shown).toEqual([null, null, words('/c')]);
    expect(other.shown).toEqual([null, words('/b')]);
    expect([...open]).toEqual([]);
  });

  it('are given back where the row leaves while they are decoded', async () => {
    const { shown, leave } = row('/a');
    await passes(0);
    const decode = createImageBitmap;
    vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
      leave();
      return decode(blob);
    });
    asked[0]?.answer(packed(['/a']));
    await passes(0);
    expect(shown).toEqual([null]);
    expect([...open]).toEqual([]);
  });

  it('are given up on their way once no row waits for any of them', async () => {
    const rows = [row('/a'), row('/b')];
    await passes(0);
    rows[0]?.leave();
    expect(asked[0]?.signal?.aborted).toBe(false);
    rows[1]?.leave();
    expect(asked[0]?.signal?.aborted).toBe(true);
    await passes(1000);
    expect(addresses()).toEqual([['/a', '/b']]);
  });

  it('leave one that is missing or damaged empty, and show the others', async () => {
    const rows = ['/a', '/b', '/c'].map(row);
    await passes(0);
    const content = new TextEncoder().encode('damaged');
    asked[0]?.answer(
      new Response(
        packPictures([
          { address: '/a', status: 404, content: new TextEncoder().encode('There is no image.') },
          { address: '/b', status: 200, content },
          { address: '/c', status: 200, content: new TextEncoder().encode(words('/c')) },
        ]),
      ),
    );
    await passes(1000);
    expect(rows.map(({ shown }) => shown)).toEqual([[null], [null], [null, words('/c')]]);
    expect(addresses()).toEqual([['/a', '/b', '/c']]);
  });

  it.each([
    [
      'was cut',
      async ({ answer }: Asked) => answer(new Response((await packed(['/a', '/b']).arrayBuffer()).slice(0, -1))),
      ['/b'],
    ],
    ['was refused', ({ answer }: Asked) => answer(new Response('No.', { status: 500 })), ['/a', '/b']],
    ['was lost', ({ fail }: Asked) => fail(), ['/a', '/b']],
    ['had no room for one', ({ answer }: Asked) => answer(packed(['/b'])), ['/a']],
  ] as const)('are fetched by themselves where the answer %s', async (_, happen, alone) => {
    const rows = ['/a', '/b'].map(row);
    await passes(0);
    await happen(asked[0]!);
    await passes(0);
    expect(addresses().slice(1)).toEqual(alone.map((address) => [address]));
    for (const each of asked.slice(1)) each.answer(new Response(words(each.addresses[0] ?? '')));
    await passes(0);
    expect(rows.map(({ shown }) => shown)).toEqual(['/a', '/b'].map((address) => [null, words(address)]));
  });

  it('are so many in one answer at most, and two answers are on their way', async () => {
    for (let place = 0; place < 3 * MOST_PACKED; place += 1) row(`/${place}`);
    await passes(1000);
    expect(addresses().map(({ length }) => length)).toEqual([MOST_PACKED, MOST_PACKED]);
    asked[1]?.answer(packed(addresses()[1] ?? []));
    await passes(0);
    expect(addresses().map(({ length }) => length)).toEqual([MOST_PACKED, MOST_PACKED, MOST_PACKED]);
    expect(new Set(addresses().flat()).size).toBe(3 * MOST_PACKED);
  });

  it('are asked for once where two rows show the same', async () => {
    const rows = [row('/a'), row('/a')];
    await passes(0);
    expect(addresses()).toEqual([['/a']]);
    asked[0]?.answer(packed(['/a']));
    await passes(0);
    expect(rows.map(({ shown }) => shown)).toEqual([
      [null, words('/a')],
      [null, words('/a')],
    ]);
  });

  it('are decoded a few in each frame', async () => {
    const rows = Array.from({ length: 10 }, (_, place) => row(`/${place}`));
    const drawn = (): number => rows.filter(({ shown }) => shown.length > 1).length;
    await passes(0);
    asked[0]?.answer(packed(addresses()[0] ?? []));
    await passes(0);
    expect(drawn()).toBe(4);
    await passes(16);
    expect(drawn()).toBe(8);
    await passes(16);
    expect(drawn()).toBe(10);
  });
});
