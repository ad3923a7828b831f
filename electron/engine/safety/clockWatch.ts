import { SigmalineError, stationSubject } from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { Notices } from '../storage/index.ts';

export type ClockRequest = 'clock.confirm';

const CLOCK = { kind: 'clock', id: 'station' } as const;
const LOOK_EVERY_MS = 1000;
/** What cannot be written down now is tried again, more and more seldom. */
const AFTER_FAILURE = { firstMs: LOOK_EVERY_MS, longestMs: 60_000 };

/** Tells people of a clock that jumped, and takes their word that it is right. */
export function watchClock(
  kernel: Kernel,
  notices: Pick<Notices, 'add'>,
): Pick<Feature<ClockRequest>, 'handlers'> & { stop(): Promise<void> } {
  const { clock } = kernel;
  const work = kernel.work();
  let told = clock.doubt;
  kernel.conditions.register(() => {
    const { doubt } = clock;
    if (doubt === null) return [];
    const { from, to, isAfterShutdown } = doubt;
    const code = isAfterShutdown ? 'clock.moved' : 'clock.jumped';
    return [{ code, details: { from, to }, subject: stationSubject(), severity: 'warning' }];
  });
  clock.onSettled(({ ended, wasShown, from, to }) => {
    if (!wasShown) return;
    kernel.log.warn({ from, to, ended }, 'the clock is believed again');
    if (ended === 'held') work.do(async () => notices.add(new SigmalineError('clock.held', { from, to })));
  });
  const look = (): void => {
    clock.look();
    if (clock.doubt?.to === told?.to) return;
    const { doubt } = clock;
    if (doubt !== null) {
      const { from, to, isAfterShutdown } = doubt;
      kernel.audit.observed({ action: 'clock.stepped', object: CLOCK, old: from, new: { to, isAfterShutdown } });
      kernel.log.warn({ from, to }, 'the clock jumped');
    }
    told = doubt;
    kernel.changed();
  };
  work.repeat(LOOK_EVERY_MS, look, { afterFailure: AFTER_FAILURE });
  return {
    handlers: {
      'clock.confirm'({ to }) {
        if (clock.doubt === null) return {};
        if (clock.doubt.to !== to) throw new SigmalineError('clock.jumped-again', { to: clock.doubt.to });
        kernel.database.transaction(() => {
          kernel.audit.append({ action: 'clock.confirmed', object: CLOCK, new: { to } });
          clock.confirm();
        });
        kernel.changed();
        return {};
      },
    },
    stop: () => work.stop(0),
  };
}
