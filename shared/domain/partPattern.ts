/** What the path of a file says of the part it shows; `recipe` is the word that a source's table gives a recipe to. */
export interface PartName {
  readonly serial: string | null;
  readonly lot: string | null;
  readonly view: string | null;
  readonly recipe: string | null;
}

export const PART_GROUPS = ['serial', 'lot', 'view', 'recipe'] as const satisfies readonly (keyof PartName)[];

/** Why a part pattern cannot be used. */
export type PartPatternFault =
  | { readonly kind: 'syntax'; readonly reason: string }
  /** It names groups that mean nothing here; empty where it names no group at all, and would say nothing. */
  | { readonly kind: 'groups'; readonly unknown: readonly string[] };

export function partPatternFault(pattern: string): PartPatternFault | null {
  const groups = groupsOf(pattern);
  if (groups instanceof SyntaxError) return { kind: 'syntax', reason: reasonOf(groups) };
  const unknown = groups.filter((group) => !(PART_GROUPS as readonly string[]).includes(group));
  return groups.length === 0 || unknown.length > 0 ? { kind: 'groups', unknown } : null;
}

/** Whether a pattern without a fault reads this of a part. */
export function namesGroup(pattern: string | null, group: keyof PartName): boolean {
  const groups = pattern === null ? [] : groupsOf(pattern);
  return !(groups instanceof SyntaxError) && groups.includes(group);
}

function partPatternOf(pattern: string): RegExp {
  return new RegExp(pattern, 'u');
}

/** An alternative that fits everything makes the names of all groups visible. */
function groupsOf(pattern: string): readonly string[] | SyntaxError {
  try {
    partPatternOf(pattern);
    return Object.keys(partPatternOf(`${pattern}|`).exec('')?.groups ?? {});
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return thrown;
    throw thrown;
  }
}

/** "Invalid regular expression: /(/u: Unterminated group" becomes "Unterminated group". */
function reasonOf({ message }: SyntaxError): string {
  return message.slice(message.lastIndexOf(': ') + 1).trim();
}
