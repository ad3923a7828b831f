import type { RequestInput, TrendPoint } from '../../../../shared/contract/index.ts';
import { times } from '../../lib/format.ts';

const hour = times({ weekday: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const day = times({ weekday: 'short', day: 'numeric', month: 'short' });

/** What a point of a trend is called: a time in the words of this place, or a name. */
export function pointWords({ label }: Pick<TrendPoint, 'label'>, by: RequestInput<'records.trend'>['by']): string {
  switch (by) {
    case 'hour':
    case 'shift':
      return hour.format(new Date(label));
    case 'day':
      return day.format(new Date(label));
    default:
      return label;
  }
}
