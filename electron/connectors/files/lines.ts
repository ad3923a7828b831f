import type { OutboxMessage, SettingsOf } from '../../../shared/domain/index.ts';
import { RECORD_COLUMNS } from '../../engine/storage/index.ts';

type Cell = string | number | null | undefined;
interface Column {
  readonly name: string;
  readonly cell: (message: OutboxMessage) => Cell;
}

/** What a message's entry says of its object under this name. */
const said =
  (type: OutboxMessage['type'], name: string) =>
  (message: OutboxMessage): Cell => {
    const { new: now } = message;
    if (message.type !== type || typeof now !== 'object' || now === null) return null;
    const value = (now as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  };

/** Those of exports, as far as a message knows them, then those of the message. A name is never changed or reused; a new one is the last. */
const COLUMNS: readonly Column[] = [
  ...RECORD_COLUMNS.flatMap(({ exported }): Column[] =>
    exported === undefined ? [] : [{ name: exported, cell: ({ record }) => record?.[exported] }],
  ),
  { name: 'operator', cell: ({ type, name }) => (type === 'disposition' ? name : null) },
  { name: 'disposition', cell: said('disposition', 'decision') },
  {
    name: 'reason',
    cell: ({ type, reason, ...message }) => said('disposition', 'reason')({ type, reason, ...message }) ?? reason,
  },
  { name: 'entry_hash', cell: ({ hash }) => hash },
  { name: 'part', cell: ({ type, object }) => (type === 'part' ? object.id : null) },
  { name: 'part_state', cell: said('part', 'state') },
  { name: 'part_verdict', cell: said('part', 'verdict') },
  { name: 'message', cell: ({ id }) => id },
  { name: 'message_type', cell: ({ type }) => type },
  { name: 'entry', cell: ({ sequence }) => sequence },
  { name: 'entry_time_utc', cell: ({ time_utc }) => time_utc },
  { name: 'action', cell: ({ action }) => action },
  { name: 'station_id', cell: ({ station }) => station.id },
  { name: 'image', cell: ({ image }) => image?.path },
];

const LINE_END = '\r\n';

/** The content of a file: CSV as RFC 4180 has it, with names in the first line, or a message as JSON in each line. */
export function textOf(messages: readonly OutboxMessage[], format: SettingsOf<'files'>['format']): string {
  if (format === 'json') return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
  const lines = messages.map((message) => COLUMNS.map(({ cell }) => cellText(cell(message))));
  return [COLUMNS.map(({ name }) => name), ...lines].map((cells) => cells.join(',') + LINE_END).join('');
}

function cellText(value: Cell): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
