import { type Checkpoint, originOf, parseCheckpoint } from './checkpoint.ts';
import type { FaultCode, FaultDetails, Findings, Phrase } from './faults.ts';
import { rotatedKey } from './keyRotation.ts';
import { type PublicKey, parsePublicKey, signatureBy, signersOf } from './signedNote.ts';

interface Named {
  /** What people call it: a file, or one in the database. */
  readonly name: string | Phrase;
  readonly checkpoint: Checkpoint;
}

/** What was read of a chain. */
interface ReadChain {
  /** How many entries. */
  readonly size: number;
  /** The head of the tree over them; null where some of them are known to be wrong. */
  root(): Uint8Array | null;
}

/** Holds a chain that is read against checkpoints, as far as the keys are trusted that signed them. */
export class CheckpointCheck {
  readonly #findings: Findings;
  readonly #trusted: readonly PublicKey[];
  /** For entries that were not read yet; the next one comes first. */
  readonly #ahead: Named[] = [];
  #origin: string | null = null;
  /** What the chain says is its key from here on, and whether that is one to be trusted. */
  key: { readonly own: PublicKey | null; readonly isTrusted: boolean } = { own: null, isTrusted: false };
  readonly #retired: PublicKey[] = [];
  /** The last recovery of the database that the chain tells of. */
  #recovery: { readonly sequence: number; readonly at: string } | null = null;
  #isRewritten = false;
  /** How many entries the last checkpoint covers that holds. */
  confirmed: { readonly size: number; readonly at: string | null } | null = null;
  count = 0;

  /** @param trusted keys that were given from outside; with none, the chain's first key is believed */
  constructor(findings: Findings, trusted: readonly PublicKey[]) {
    this.#findings = findings;
    this.#trusted = trusted;
  }

  begin(station: string, keyText: unknown): void {
    this.#origin = originOf(station);
    this.#take(keyText, false);
  }

  /** An entry hands over to another key. @param note what the old key signed for it */
  rotate(sequence: number, keyText: unknown, note: unknown): void {
    const { own, isTrusted } = this.key;
    const next = own === null ? null : rotatedKey(String(note), own);
    if (next === null || next.text !== keyText) this.#findings.fault('key.handover', { sequence });
    this.#take(keyText, isTrusted && next !== null);
  }

  /** Another key begins without the old one, which was gone. */
  replace(sequence: number, keyText: unknown, reason: string): void {
    this.#findings.remark('key-replaced', { sequence, reason });
    this.#take(keyText, false);
  }

  recovered(sequence: number, at: string): void {
    this.#recovery = { sequence, at };
  }

  #take(keyText: unknown, isVouchedFor: boolean): void {
    if (this.key.own !== null) this.#retired.push(this.key.own);
    const own = parsePublicKey(String(keyText));
    const isGiven = this.#trusted.length === 0 || this.#trusted.some(({ text }) => text === own?.text);
    this.key = { own, isTrusted: own !== null && (isVouchedFor || isGiven) };
  }

  /** Adds a checkpoint. @param read what was read so far */
  add(name: string | Phrase, text: string, read: ReadChain): void {
    const checkpoint = parseCheckpoint(text);
    if (checkpoint === null || checkpoint.size < read.size) {
      // Behind entries that were inserted, none is in its place.
      if (checkpoint === null || read.root() !== null)
        this.#findings.fault('checkpoint.unreadable', { checkpoint: name });
      return;
    }
    this.#ahead.push({ name, checkpoint });
    this.#ahead.sort((a, b) => a.checkpoint.size - b.checkpoint.size);
    this.reached(read);
  }

  /** To be called behind each entry. */
  reached(read: ReadChain): void {
    while (this.#ahead[0]?.checkpoint.size === read.size) {
      const named = this.#ahead.shift();
      if (named !== undefined) this.#check(named, read.root());
    }
  }

  /** The last entry was read. @param size its number */
  end(size: number): void {
    // Others are held back by entries that are missing before the last one.
    for (const { name, checkpoint } of this.#ahead.filter((ahead) => ahead.checkpoint.size > size)) {
      const fault = this.#signatureFault(checkpoint, name);
      if (fault !== null) this.#findings.fault(...fault);
      else if (!this.#isLost(name, checkpoint))
        this.#findings.fault('chain.cut', { sequence: size, checkpoint: name, size: checkpoint.size });
    }
    const { own, isTrusted } = this.key;
    if (own !== null && !isTrusted && this.#trusted.length > 0) this.#findings.fault('key.unknown', { key: own.text });
  }

  #check({ name, checkpoint }: Named, root: Uint8Array | null): void {
    this.count += 1;
    const { size, at } = checkpoint;
    const first = (this.confirmed?.size ?? 0) + 1;
    const fault = this.#signatureFault(checkpoint, name);
    if (fault !== null) this.#findings.fault(...fault);
    else if (root === null || Buffer.compare(root, checkpoint.root) === 0) {
      if (root !== null) this.confirmed = { size, at };
    } else if (!this.#isLost(name, checkpoint)) {
      // All that follow differ too.
      if (!this.#isRewritten)
        this.#findings.fault('chain.rewritten', { first, size, checkpoint: name, sequence: first });
      this.#isRewritten = true;
    }
  }

  /** Whether a recovery behind what holds explains that entries are others: only for checkpoints from before it. */
  #isLost(name: string | Phrase, { size, at }: Checkpoint): boolean {
    const { sequence = 0, at: recoveredAt = '' } = this.#recovery ?? {};
    if (sequence <= (this.confirmed?.size ?? 0) || (at ?? '') > recoveredAt) return false;
    this.#findings.fault('chain.lost', { checkpoint: name, size, first: sequence, sequence });
    return true;
  }

  #signatureFault({ origin, note }: Checkpoint, checkpoint: string | Phrase): [FaultCode, FaultDetails] | null {
    if (this.#origin !== null && origin !== this.#origin) return ['checkpoint.other-chain', { checkpoint, origin }];
    const { own, isTrusted } = this.key;
    if (own === null && this.#trusted.length === 0) return null;
    // Where the beginning of the chain cannot be read, only the keys count that were given.
    const signatures = (own === null ? this.#trusted : [own]).map((key) => signatureBy(note, key));
    if (signatures.includes('valid') && (own === null || isTrusted)) return null;
    if (signatures.includes('false')) return ['checkpoint.signature', { checkpoint }];
    if (this.#retired.some((key) => signatureBy(note, key) === 'valid'))
      return ['checkpoint.retired-key', { checkpoint }];
    return ['checkpoint.unknown-key', { checkpoint, keys: signersOf(note) }];
  }
}
