import { z } from 'zod';

/** What an export holds. Files for people's spreadsheets and for programs differ: a spreadsheet changes what it takes for a number. */
export const exportContentsSchema = z.object({
  /** `programs`: CSV whose values are untouched. `spreadsheet`: CSV that Excel and LibreOffice open without changing a value. */
  table: z.enum(['programs', 'spreadsheet', 'xlsx']).nullable().default('programs'),
  /** Of a CSV for spreadsheets; it differs with the language that they are set to. */
  separator: z.enum([',', ';', 'tab']).default(';'),
  decimal: z.enum(['.', ',']).default('.'),
  /** The canonical form: the SHA-256 of each line is the record's hash in the audit trail. */
  jsonLines: z.boolean().default(false),
  /** The image files, and pictures of the anomaly maps, in one ZIP. */
  images: z.boolean().default(false),
  heatmaps: z.boolean().default(false),
  /** Scores as a Q-DAS file (AQDEF). */
  qdas: z.boolean().default(false),
});
export type ExportContents = z.output<typeof exportContentsSchema>;

/** Whether anything at all is wanted. */
export function holdsAnything({ table, jsonLines, images, heatmaps, qdas }: ExportContents): boolean {
  return table !== null || jsonLines || images || heatmaps || qdas;
}

/** When exports are written by themselves, and where they go. */
export const scheduledExportsSchema = z.object({
  /** After each shift, each lot, or each day; each takes the records since the one before. */
  each: z.enum(['never', 'shift', 'lot', 'day']),
  folder: z.string().min(1).nullable(),
  contents: exportContentsSchema,
  /** Exports that the station wrote there are removed after so many days. */
  keepDays: z.number().int().min(1).max(4000),
});
export type ScheduledExports = z.output<typeof scheduledExportsSchema>;
