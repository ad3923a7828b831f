import { afterEach, describe, expect, it } from 'vitest';
import { MESSAGE_SCHEMA, type MessageType, SigmalineError, type Verdict } from '../../shared/domain/index.ts';
import { MessageRefused, type OutboxItem } from './driver.ts';
import { OutboxPump, type PumpNeeds, type PumpNews } from './outboxPump.ts';

const item = (sequence: number, verdict: Verdict = 'pass', type: MessageType = 'record', daysOld = 0): OutboxItem => ({
  message: {
    ...{ schema: MESSAGE_SCHEMA, id: `s-${sequence}`, type, sequence, action: 'inspection.recorded', hash: 'h' },
    time_utc: new Date(NOW.getTime() - daysOld * 86_400_000).toISOString(),
    station: { id: 's', name: 'Station' },
    object: { kind: 'inspection', id: String(sequence) },
    image: null,
    ...{ actor: 'station', name: null, role: null, reason: null, old: null, new: null },
    record: type === 'record' ? { sequence, verdict } : null,
  },
  entry: { body: '{}', hash: 'h' },
});

const NOW = new Date('2026-11-29T12:00:00.000Z');
const WANTED: PumpNeeds['wanted'] = {
  types: ['record'],
  verdicts: ['pass', 'review', 'fail', 'error'],
  tries: 3,
  keepsDays: 7,
};

const SHORT = { firstMs: 1, longestMs: 5 } as const;

let pump: OutboxPump | null = null;
afterEach(() => pump?.stop());

function pumping(chain: OutboxItem[], deliver: PumpNeeds['deliver'], more: Partial<PumpNeeds> = {}) {
  const news: PumpNews[] = [];
  const receivers: (string | null)[] = [];
  pump = new OutboxPump({
    wanted: WANTED,
    position: 0,
    after: (position, limit) => chain.filter(({ message }) => message.sequence > position).slice(0, limit),
    one: (sequence) => chain.find(({ message }) => message.sequence === sequence) ?? null,
    deliver,
    now: () => NOW,
    tell: (told) => void news.push(told),
    onReceiver: (error) => void receivers.push(error?.code ?? null),
    growth: { away: SHORT, refused: { firstMs: 1, longestMs: 2 } },
    ...more,
  });
  const told = (kind: PumpNews['kind']) => news.filter((each) => each.kind === kind);
  return { pump, told, receivers };
}

const sequencesOf = (items: readonly OutboxItem[]): number[] => items.map(({ message }) => message.sequence);

describe('the pump of the outbox', () => {
  it('sends everything that is wanted in order, waits, and goes on when the chain grows', async () => {
    const chain = [item(1), item(2, 'pass', 'event'), item(3, 'fail')];
    const got: number[] = [];
    const { pump: running, told } = pumping(chain, async (items) => void got.push(...sequencesOf(items)));
    await expect.poll(() => got).toEqual([1, 3]);
    chain.push(item(4, 'review'));
    running.wake();
    await expect.poll(() => got).toEqual([1, 3, 4]);
    await running.stop();
    expect(told('delivered').at(-1)).toEqual({ kind: 'delivered', position: 4 });
  });

  it('looks for a receiver to whom nothing is to be sent as yet, until it is there, and never again', async () => {
    let looks = 0;
    const reach = async (): Promise<void> => {
      looks += 1;
      if (looks < 3) throw new SigmalineError('connection.timeout', { where: 'db', seconds: 1 });
    };
    const chain: OutboxItem[] = [];
    const got: number[] = [];
    const { pump: running, receivers } = pumping(chain, async (items) => void got.push(...sequencesOf(items)), {
      reach,
    });
    await expect.poll(() => receivers).toEqual(['connection.timeout', 'connection.timeout', null]);
    chain.push(item(1));
    running.wake();
    await expect.poll(() => got).toEqual([1]);
    expect(looks).toBe(3);
  });

  it('sends only the verdicts that are asked for, and passes over the others', async () => {
    const got: number[] = [];
    const chain = [item(1), item(2, 'fail'), item(3)];
    const { pump: running, told } = pumping(chain, async (items) => void got.push(...sequencesOf(items)), {
      wanted: { ...WANTED, verdicts: ['fail'] },
    });
    await expect.poll(() => got).toEqual([2]);
    await running.stop();
    expect(told('delivered').at(-1)).toEqual({ kind: 'delivered', position: 3 });
  });

  it('sends all of it again once a receiver that was away is back', async () => {
    let tries = 0;
    const got: number[][] = [];
    const { receivers } = pumping([item(1), item(2)], async (items) => {
      tries += 1;
      if (tries < 4) throw new SigmalineError('connection.unreachable', { where: 'x', reason: 'away' });
      got.push(sequencesOf(items));
    });
    await expect.poll(() => got).toEqual([[1, 2]]);
    expect(receivers.slice(0, 4)).toEqual([...Array.from({ length: 3 }, () => 'connection.unreachable'), null]);
  });

  it('sets a message aside after its tries, and sends what follows', async () => {
    const got: number[] = [];
    let refusals = 0;
    const { told, pump: running } = pumping([item(1), item(2), item(3)], async (items) => {
      const bad = items.findIndex(({ message }) => message.sequence === 2);
      got.push(...sequencesOf(items.slice(0, bad === -1 ? items.length : bad)));
      if (bad === -1) return;
      refusals += 1;
      throw new MessageRefused(2, { code: 'connection.refused', details: { where: 'x', reason: 'no' } }, bad);
    });
    await expect.poll(() => got).toEqual([1, 3]);
    expect(refusals).toBe(3);
    expect(told('set-aside')).toMatchObject([{ sequence: 2, tries: 3, error: { code: 'connection.refused' } }]);
    // Refused once more it stays aside; the position does not go back.
    running.again([2]);
    await expect.poll(() => told('set-aside').length).toBe(2);
    await running.stop();
    expect(told('delivered').at(-1)).toEqual({ kind: 'delivered', position: 3 });
  });

  it('lets the others go on while a message is in doubt, and tells no position beyond it before it is settled', async () => {
    const got: number[] = [];
    let isTaken = false;
    const chain = [item(1), item(2), item(3), item(4)];
    const { told, pump: running } = pumping(
      chain,
      async (items) => {
        for (const [taken, { message }] of items.entries()) {
          if (message.sequence === 2 && !isTaken)
            throw new MessageRefused(2, { code: 'connection.refused', details: { where: 'x', reason: 'no' } }, taken);
          got.push(message.sequence);
        }
      },
      { wanted: { ...WANTED, tries: 50 }, growth: { away: SHORT, refused: { firstMs: 20, longestMs: 20 } } },
    );
    await expect.poll(() => got).toEqual([1, 3, 4]);
    expect(told('delivered').every((news) => news.kind === 'delivered' && news.position === 1)).toBe(true);
    isTaken = true;
    await expect.poll(() => got).toEqual([1, 3, 4, 2]);
    await running.stop();
    expect(told('delivered').at(-1)).toEqual({ kind: 'delivered', position: 4 });
    expect([...told('set-aside'), ...told('taken')]).toEqual([]);
  });

  it('asks a receiver that refuses one message after the other more seldom', async () => {
    const asked: number[] = [];
    const chain = Array.from({ length: 20 }, (_, index) => item(index + 1));
    const { pump: running } = pumping(
      chain,
      async (items) => {
        asked.push(items[0]?.message.sequence ?? 0);
        throw new MessageRefused(asked.at(-1) ?? 0, { code: 'connection.refused', details: {} }, 0);
      },
      { wanted: { ...WANTED, tries: 1 }, growth: { away: SHORT, refused: { firstMs: 60_000, longestMs: 60_000 } } },
    );
    await expect.poll(() => asked).toEqual([1, 2]);
    running.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toEqual([1, 2]);
  });

  it('hands over more at once to a receiver that is quick, fewer to one that was away, and reads ahead meanwhile', async () => {
    const chain = Array.from({ length: 9000 }, (_, index) => item(index + 1));
    const sizes: number[] = [];
    const got: number[] = [];
    const read: number[] = [];
    let isAway = true;
    pumping(
      chain,
      async (items) => {
        sizes.push(items.length);
        if (isAway && sizes.length === 3) {
          isAway = false;
          throw new SigmalineError('connection.unreachable', { where: 'x', reason: 'away' });
        }
        const before = read.length;
        // It takes a moment, in which the next ones are read.
        if (items.length === 2000) await expect.poll(() => read.length).toBeGreaterThan(before);
        got.push(...sequencesOf(items));
      },
      {
        atOnce: { fewest: 50, most: 2000 },
        after: (position, limit) => {
          read.push(position);
          return chain.slice(position, position + limit);
        },
      },
    );
    await expect.poll(() => got.length, { timeout: 5000 }).toBe(9000);
    expect(got).toEqual(sequencesOf(chain));
    expect(sizes.slice(0, 2)).toEqual([500, 500]);
    expect(Math.max(...sizes)).toBe(2000);
  });

  it('sends what was set aside when it is asked to, once', async () => {
    const got: number[] = [];
    const { told, pump: running } = pumping([item(1)], async (items) => void got.push(...sequencesOf(items)), {
      position: 1,
    });
    running.again([1, 1]);
    await expect.poll(() => told('taken')).toEqual([{ kind: 'taken', sequence: 1 }]);
    expect(got).toEqual([1]);
  });

  it('tells once how many were too old, however often the receiver is asked, and does not send them', async () => {
    const got: number[] = [];
    let tries = 0;
    const { told } = pumping([item(1, 'pass', 'record', 8), item(2)], async (items) => {
      tries += 1;
      if (tries < 4) throw new SigmalineError('connection.unreachable', { where: 'there', reason: 'away' });
      got.push(...sequencesOf(items));
    });
    await expect.poll(() => got).toEqual([2]);
    expect(tries).toBe(4);
    expect(told('too-old')).toEqual([{ kind: 'too-old', count: 1 }]);
    // After a crash nobody tells of it again either.
    expect(told('delivered')[0]).toEqual({ kind: 'delivered', position: 1 });
  });

  it('ends although the receiver does not answer', async () => {
    const { pump: running } = pumping(
      [item(1)],
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended')))),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await running.stop();
  });
});
