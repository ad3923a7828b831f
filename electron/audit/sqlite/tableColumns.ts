/** A table's columns, from the statement that made it. */
export interface Columns {
  readonly names: readonly string[];
  /** The index of the column that stands for the row's number, `INTEGER PRIMARY KEY`; -1 where there is none. */
  readonly rowid: number;
}

const CONSTRAINTS = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\s+|'(?:[^']|'')*'|"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|[\w$\u0080-\uffff]+|./gu;

/** @param sql `CREATE TABLE ...`, as the schema holds it, with the columns that were added later */
export function columnsOf(sql: string): Columns {
  const definitions: string[][] = [];
  let definition: string[] = [];
  let depth = 0;
  for (const [token, ...quoted] of sql.matchAll(TOKEN)) {
    if (/^(--|\/\*|\s)/.test(token)) continue;
    if (token === ')') depth -= 1;
    if (depth === 1 && token === ',') {
      definitions.push(definition);
      definition = [];
    } else if (depth > 0) definition.push(quoted.find((name) => name !== undefined) ?? token);
    if (token === '(') depth += 1;
  }
  const columns = [...definitions, definition].filter(([first = '']) => !CONSTRAINTS.has(first.toUpperCase()));
  return {
    names: columns.map(([name = '']) => name),
    rowid: columns.findIndex((words) => / INTEGER PRIMARY KEY\b/i.test(` ${words.slice(1, 4).join(' ')}`)),
  };
}
