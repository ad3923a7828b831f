import type { Handlers, Notice as ToldNotice } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { Notice, Notices } from '../storage/index.ts';

export function createNoticeHandlers(
  notices: Notices,
  onChanged: () => void,
): Handlers<'station.notices' | 'notice.acknowledge'> {
  return {
    'station.notices': () => notices.all().map(told),
    'notice.acknowledge'({ id }) {
      if (!notices.acknowledge(id)) throw new SigmalineError('notice.not-found', { notice: id });
      onChanged();
      return {};
    },
  };
}

export function told({ id, at, message, acknowledgedAt }: Notice): ToldNotice {
  return { id, at, message, acknowledgedAt };
}
