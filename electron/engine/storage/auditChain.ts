import {
  BLOCK_SIZE,
  ENTRY_VERSION,
  type EntryBody,
  leafHash,
  type MerkleTree,
  MissingNode,
  NO_HASH,
  type NodeStore,
  restoreTree,
  sealEntry,
} from '../../audit/index.ts';
import type { Statement, StationDatabase } from './database.ts';

/** What an entry of the audit chain says besides its place in it. */
export type AuditStatement = Omit<EntryBody, 'v' | 'seq' | 'schema' | 'prev'>;

/** What an action was done to. */
export type AuditObject = EntryBody['object'];

/** An entry as it is stored. */
export interface AuditRow {
  readonly sequence: number;
  readonly body: string;
  readonly hash: Uint8Array;
}

/** The chain of entries in a station's database, and the nodes of the tree over them. Nothing of it is ever changed; it grows at its end. */
export class AuditChain implements NodeStore {
  readonly #schema: number;
  readonly #last: Statement<{ sequence: number; hash: string }>;
  readonly #insert: Statement<never>;
  readonly #insertNode: Statement<never>;
  readonly #node: Statement<{ hash: Uint8Array }>;
  readonly #texts: Statement<{ body: string }>;

  constructor(database: StationDatabase) {
    this.#schema = Number(database.pragma('user_version'));
    this.#last = database.prepare(
      'SELECT sequence, lower(hex(hash)) AS hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
    );
    this.#insert = database.prepare(
      `INSERT INTO audit_entry (sequence, body, hash, at, action, actor, object_kind, object_id)
       VALUES (:sequence, :body, :hash, :at, :action, :actor, :kind, :id)`,
    );
    this.#insertNode = database.prepare(
      `INSERT INTO audit_node (level, position, hash, earliest, latest)
       SELECT :level, :position, :hash, MIN(at), MAX(at) FROM audit_entry WHERE sequence > :after AND sequence <= :upTo`,
    );
    this.#node = database.prepare('SELECT hash FROM audit_node WHERE level = ? AND position = ?');
    this.#texts = database.prepare(
      'SELECT body FROM audit_entry WHERE sequence > ? AND sequence <= ? ORDER BY sequence',
    );
  }

  /** How many entries there are. */
  size(): number {
    return this.#last.get()?.sequence ?? 0;
  }

  /** The tree of the first entries. It reads as much of a large chain as of a small one. */
  tree(size = this.size()): MerkleTree {
    return restoreTree(size, this);
  }

  /** Adds an entry. To be called in the transaction of what it tells of. @returns its sequence number */
  append(statement: AuditStatement): number {
    const { sequence: before, hash: prev } = this.#last.get() ?? { sequence: 0, hash: NO_HASH };
    const seq = before + 1;
    const { text: body, hash } = sealEntry({ ...statement, v: ENTRY_VERSION, seq, schema: this.#schema, prev });
    this.#store({ sequence: seq, body, hash }, statement);
    return seq;
  }

  /** Adds an entry as another database holds it: what it continues must be the end of this chain. To be called in a transaction. */
  takeOver(row: AuditRow, body: EntryBody): void {
    this.#store(row, body);
  }

  node(level: number, position: number): Uint8Array | null {
    return this.#node.get(level, position)?.hash ?? null;
  }

  texts(from: number, to: number): readonly string[] {
    return this.#texts.all(from, to).map(({ body }) => body);
  }

  #store({ sequence, body, hash }: AuditRow, { at, action, actor, object: { kind, id } }: AuditStatement): void {
    this.#insert.run({ sequence, body, hash, at, action, actor, kind, id });
    if (sequence % BLOCK_SIZE === 0) this.#completeBlock(sequence);
  }

  /** Null where somebody removed entries or nodes that it needs: then there is no head to be signed any more, but the work goes on. */
  #treeOrNull(size: number): MerkleTree | null {
    try {
      return this.tree(size);
    } catch (thrown) {
      if (thrown instanceof MissingNode) return null;
      throw thrown;
    }
  }

  #completeBlock(size: number): void {
    const tree = this.#treeOrNull(size - BLOCK_SIZE);
    if (tree === null) return;
    for (const text of this.texts(size - BLOCK_SIZE, size)) {
      for (const { level, position, hash } of tree.push(leafHash(text))) {
        const width = 2 ** level;
        this.#insertNode.run({ level, position, hash, after: position * width, upTo: (position + 1) * width });
      }
    }
  }
}
