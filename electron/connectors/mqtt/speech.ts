import { MessageRefused, type OutboxItem, type OutletView } from '../driver.ts';
import { type BrokerSession, PublishRefused, type Received, type Will } from './broker.ts';

/** A format in which a station speaks to a broker. */
export interface Speech {
  readonly will: () => Will;
  /** The first words of a session; they resolve once the broker has them. */
  readonly greet: (session: BrokerSession) => Promise<void>;
  readonly hear: (session: BrokerSession, received: Received) => Promise<void>;
  readonly leave: (session: BrokerSession) => Promise<void>;
  /** Never throws. Without a session it only keeps what the next one begins with. */
  readonly show: (views: readonly OutletView[], heartbeat: number) => void;
  /** @throws MessageRefused; any other error where the session ended */
  readonly deliver: (session: BrokerSession, items: readonly OutboxItem[]) => Promise<void>;
}

/** What the first failure among messages means for all of them. @throws MessageRefused; any other error where the session ended */
export async function allTaken(
  items: readonly OutboxItem[],
  sends: readonly Promise<void>[],
  where: string,
): Promise<void> {
  const outcomes = await Promise.allSettled(sends);
  const taken = outcomes.findIndex(({ status }) => status === 'rejected');
  const first = outcomes[taken];
  if (first?.status !== 'rejected') return;
  const reason: unknown = first.reason;
  if (!(reason instanceof PublishRefused)) throw reason;
  const sequence = items[taken]?.message.sequence ?? 0;
  throw new MessageRefused(sequence, { code: 'connection.refused', details: { where, reason: reason.message } }, taken);
}
