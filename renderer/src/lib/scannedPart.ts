import type { FoundRecord } from '../../../shared/contract/index.ts';
import { EVERY_RECORD, recordFilterSchema } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';

export type Scanned =
  | { readonly kind: 'part'; readonly record: FoundRecord }
  | { readonly kind: 'lot'; readonly lot: string };

/** What a scanned code names: the newest part of this serial, or a lot; null where it names neither. @throws SigmalineError where records cannot be searched */
export async function scannedIn(connection: StationConnection, code: string): Promise<Scanned | null> {
  const parsed = recordFilterSchema.shape.serial.safeParse(code);
  if (!parsed.success || parsed.data === null) return null;
  const text = parsed.data;
  const find = async (filter: object, limit: number): Promise<FoundRecord[]> =>
    (await connection.request('records.search', { filter: { ...EVERY_RECORD, ...filter }, limit })).records;
  const isThis = ({ serial }: FoundRecord): boolean => serial?.toLowerCase() === text.toLowerCase();
  // Serials that merely contain the code are found too.
  const record = (await find({ serial: text }, 200)).find(isThis);
  if (record !== undefined) return { kind: 'part', record };
  const [ofLot] = await find({ lot: text }, 1);
  return ofLot === undefined ? null : { kind: 'lot', lot: text };
}
