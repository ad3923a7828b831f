import { createContext, Script } from 'node:vm';
import type { ErrorCode } from '../../../shared/domain/index.ts';
import type { Statement } from '../kernel/index.ts';

/** What a file's path says of the part that it shows. */
export interface PartNames {
  readonly serial: string | null;
  readonly lot: string | null;
  readonly view: string | null;
}

export const NO_PART_NAMES: PartNames = { serial: null, lot: null, view: null };

/** `slow`: the expression took too long on this path and was given up. */
export type PartReading =
  | { readonly kind: 'read'; readonly names: PartNames; readonly recipe: string | null }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'slow' };

export interface PartPattern {
  read(path: string): PartReading;
}

/**
 * An expression that goes back and forth for ever on some name is ended after the first of these times. A machine that is busy may take as long over an
 * innocent one: hence the second try.
 */
const TIME_LIMITS_MS = [20, 250];
const LONGEST_VALUE = 200;

/**
 * Compiles the expression that takes serial, lot and view from relative paths with forward slashes. Paths are brought into Unicode's composed form
 * first, so that one serial is one, whatever system wrote the file.
 *
 * @param source one that `partPatternFault` finds no fault with
 */
export function compilePartPattern(source: string): PartPattern {
  // Only a script in a context of its own can be stopped; the expression is made there, so that it runs there.
  const context = createContext(
    { source, path: '' },
    {
      codeGeneration: { strings: false, wasm: false },
    },
  );
  new Script('const pattern = new RegExp(source, "u")').runInContext(context);
  const script = new Script('JSON.stringify(pattern.exec(path)?.groups ?? null)');

  function groupsIn(path: string): Readonly<Record<string, string>> | null | undefined {
    context.path = path.normalize('NFC');
    for (const timeout of TIME_LIMITS_MS) {
      try {
        return JSON.parse(String(script.runInContext(context, { timeout }))) as Readonly<Record<string, string>> | null;
      } catch (thrown) {
        if (!isTimeout(thrown)) throw thrown;
      }
    }
    return undefined;
  }

  return {
    read(path) {
      const groups = groupsIn(path);
      if (groups === undefined) return { kind: 'slow' };
      if (groups === null) return { kind: 'no-match' };
      const { serial, lot, view, recipe } = groups;
      const names = { serial: namedValue(serial), lot: namedValue(lot), view: namedValue(view) };
      return { kind: 'read', names, recipe: namedValue(recipe) };
    },
  };
}

function namedValue(found: string | undefined): string | null {
  const value = [...(found ?? '').trim()].slice(0, LONGEST_VALUE).join('');
  return value === '' ? null : value;
}

/** The error comes from the script's own context, whose `Error` is another than ours. */
function isTimeout(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === TIMEOUT_CODE;
}

const TIMEOUT_CODE = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

const RECENT = 100;
/** So many files in a row that match end what was said of those before, as does somebody who reads it: nobody can do anything about them any more. */
const MENDED = 20;

/** Reads parts from the paths of one source, and remembers how often that fails: a pattern that does not fit is seen, not guessed. */
export class PartReader {
  #recent: { readonly path: string; readonly kind: PartReading['kind'] }[] = [];

  /** Nulls if there is no pattern or it finds nothing: the image is judged all the same. */
  read(pattern: PartPattern | null, path: string): PartNames {
    if (pattern === null) return NO_PART_NAMES;
    const reading = pattern.read(path);
    this.#recent = [...this.#recent.slice(1 - RECENT), { path, kind: reading.kind }];
    return reading.kind === 'read' ? reading.names : NO_PART_NAMES;
  }

  /** Another pattern holds. */
  beginAnew(): void {
    this.#recent = [];
  }

  remarks(): Omit<Statement, 'subject'>[] {
    return [...this.#remark('no-match', 'source.names-unmatched'), ...this.#remark('slow', 'source.names-slow')];
  }

  #remark(kind: PartReading['kind'], code: ErrorCode): Omit<Statement, 'subject'>[] {
    const found = this.#recent.filter((reading) => reading.kind === kind);
    const last = found.at(-1);
    const isMended = this.#recent.length >= MENDED && this.#recent.slice(-MENDED).every(({ kind }) => kind === 'read');
    if (last === undefined || isMended) return [];
    const details = { count: found.length, files: this.#recent.length, file: last.path };
    const forget = (): void => {
      this.#recent = this.#recent.filter((reading) => reading.kind !== kind);
    };
    return [{ code, details, severity: 'warning', onRead: forget }];
  }
}
