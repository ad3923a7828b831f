import { z } from 'zod';

/** A recipe's stable name in folders and records: lower-case letters, digits and hyphens. */
export const recipeIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64)
  .brand<'RecipeId'>();
export type RecipeId = z.infer<typeof recipeIdSchema>;

export const inspectionIdSchema = z.uuid().brand<'InspectionId'>();
export type InspectionId = z.infer<typeof inspectionIdSchema>;

export const sourceIdSchema = z.uuid().brand<'SourceId'>();
export type SourceId = z.infer<typeof sourceIdSchema>;

/** Letters that Unicode's decomposition leaves whole. */
const LATIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd' };

/** Turns the name that a person typed into a recipe id: "Brake disc Ø 280" becomes "brake-disc-o-280". Empty where nothing usable is left. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßøæœłđ]/g, (letter) => LATIN_LETTERS[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
}
