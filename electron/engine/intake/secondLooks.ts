import { join } from 'node:path';
import { type Fingerprint, sameFingerprint } from '../../../shared/domain/index.ts';
import { probeFile, sampleOfFile, sha256OfFile } from '../../files/index.ts';
import type { FoundFiles, FoundFilesNeeds } from './foundFiles.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import type { FoundContent, Suspect } from './nameContents.ts';
import type { SourceRules } from './sourceRules.ts';

/** One of the suspects that a file turned out to be; `other` is none of them, `changing` one that is being written or has gone. */
export type Identity =
  | { readonly kind: 'same'; readonly ledgerId: number; readonly sha256: string | null }
  | 'other'
  | 'changing';

/** Reads a file to say whether its content is one that its name has had already. @throws the file system's error */
export async function identify(path: string, found: Fingerprint, suspects: readonly Suspect[]): Promise<Identity> {
  let identity: Identity = 'other';
  for (const by of ['sample', 'sha256'] as const) {
    const asked = suspects.filter((suspect) => suspect.by === by);
    if (asked.length === 0 || identity !== 'other') continue;
    const hash = by === 'sample' ? await sampleOfFile(path, found.size) : await sha256OfFile(path);
    const same = asked.find((suspect) => suspect.hash === null || suspect.hash === hash);
    if (same !== undefined) identity = { kind: 'same', ledgerId: same.ledgerId, sha256: by === 'sha256' ? hash : null };
  }
  const after = await probeFile(path);
  return after.kind === 'file' && sameFingerprint(after.fingerprint, found) ? identity : 'changing';
}

export interface SecondLooksNeeds extends FoundFilesNeeds {
  readonly files: FoundFiles;
  readonly ledger: Ledger;
  readonly rules: () => SourceRules;
  readonly isStopped: () => boolean;
  /** There is something to do. */
  readonly onDoubt: () => void;
  /** In a transaction: it is no content that its name has had. */
  readonly enter: (file: FoundContent, before: number) => Entered;
  readonly onEntered: (entered: Entered) => void;
  /** It is the content of this row, whose fingerprint was brought up to date. */
  readonly onSame: (file: FoundContent, ledgerId: number) => void;
}

/** A camera that writes one name again and again waits for nobody; what was merely touched, by the hundred thousand, waits for everybody. */
type Urgency = 'urgent' | 'patient';
/** Names that wait; the rest is found again by whoever goes through the folder. */
const MOST: Readonly<Record<Urgency, number>> = { urgent: 256, patient: 10_000 };
/** What one transaction holds. */
const ROUND_MS = 100;
/** Resting so many times as long as was read leaves disk and cores to the line. */
const REST: Readonly<Record<Urgency, number>> = { urgent: 1, patient: 4 };
const UNREAD_AT_ONCE = 64;

/**
 * Names whose file differs from what the ledger knows of it in a way that its bytes decide, and names that something has happened to. They are read
 * beside everything else, one at a time and never for long.
 */
export class SecondLooks {
  readonly #needs: SecondLooksNeeds;
  readonly #waiting: Readonly<Record<Urgency, Map<string, boolean>>> = { urgent: new Map(), patient: new Map() };
  readonly #restUntilMs: Record<Urgency, number> = { urgent: 0, patient: 0 };
  /** Up to here, what was left when the source was added has been read; null when all of it has. */
  #unreadAfter: string | null = '';

  constructor(needs: SecondLooksNeeds) {
    this.#needs = needs;
  }

  /**
   * @param isPatient it was hardly written to, or its writer is not ready
   * @param isHinted something has happened to the file that its fingerprint need not tell
   */
  add(path: string, isPatient: boolean, isHinted: boolean): void {
    const { urgent, patient } = this.#waiting;
    if (urgent.has(path)) return;
    const urgency = isPatient || urgent.size >= MOST.urgent ? 'patient' : 'urgent';
    const queue = this.#waiting[urgency];
    const wasHinted = patient.get(path) === true;
    if (urgency === 'urgent') patient.delete(path);
    if (queue.size < MOST[urgency] || queue.has(path)) queue.set(path, isHinted || wasHinted);
    this.#needs.onDoubt();
  }

  /** When there is something to do, in monotonic milliseconds. */
  nextDueMs(): number {
    const { urgent, patient } = this.#waiting;
    const urgentMs = urgent.size > 0 ? this.#restUntilMs.urgent : Number.POSITIVE_INFINITY;
    const isPatient = patient.size > 0 || this.#unreadAfter !== null;
    return isPatient ? Math.min(urgentMs, this.#restUntilMs.patient) : urgentMs;
  }

  /** Reads some of them. */
  async look(): Promise<void> {
    const beganMs = performance.now();
    const isUrgent = this.#waiting.urgent.size > 0 && beganMs >= this.#restUntilMs.urgent;
    const urgency = isUrgent ? 'urgent' : 'patient';
    if (urgency === 'patient' && this.#waiting.patient.size === 0) this.#fetchUnread();
    const looks: Look[] = [];
    for (const [path, isHinted] of this.#waiting[urgency]) {
      looks.push({ path, isHinted, ...(await this.#read(path, isHinted)) });
      if (performance.now() - beganMs >= ROUND_MS || this.#needs.isStopped()) break;
      // What came meanwhile and is urgent goes first.
      if (!isUrgent && this.#waiting.urgent.size > 0 && this.#restUntilMs.urgent <= performance.now()) break;
    }
    if (this.#needs.isStopped()) return;
    const conclusions = this.#needs.ledger.transaction(() => looks.map((look) => this.#conclude(look)));
    for (const [index, { path, identity }] of looks.entries()) {
      this.#waiting[urgency].delete(path);
      conclusions[index]?.();
      if (identity === 'changing') this.add(path, true, true);
    }
    const nowMs = performance.now();
    this.#restUntilMs[urgency] = nowMs + REST[urgency] * (nowMs - beganMs);
  }

  async #read(path: string, isHinted: boolean): Promise<Pick<Look, 'found' | 'identity'>> {
    const { folder, ledger, rules, files } = this.#needs;
    const found = rules().selection.takesFile(path) ? await files.find(path, isHinted) : null;
    if (found === null) return { found, identity: null };
    const comparison = ledger.contents.compare(found);
    if (comparison.kind !== 'doubt') return { found, identity: null };
    try {
      return { found, identity: await identify(join(folder, path), found.fingerprint, comparison.suspects) };
    } catch {
      // It cannot be read now: whoever goes through the folder finds it again.
      return { found: null, identity: null };
    }
  }

  /** @returns what follows once it is committed */
  #conclude({ found, identity }: Look): (() => void) | undefined {
    const { ledger, rowOf, enter, onEntered, onSame } = this.#needs;
    if (found === null || identity === null || identity === 'changing') return undefined;
    // It may have arrived while it was read.
    const comparison = ledger.contents.compare({ ...found, before: rowOf(found.path) });
    if (comparison.kind !== 'doubt') return undefined;
    if (identity === 'other') {
      const entered = enter(found, comparison.before);
      return () => onEntered(entered);
    }
    ledger.contents.confirm(found, identity.ledgerId, identity.sha256);
    return () => onSame(found, identity.ledgerId);
  }

  /** Files that were left when the source was added have no record whose hash could tell them: it is learnt when nothing else is to be done. */
  #fetchUnread(): void {
    if (this.#unreadAfter === null) return;
    const paths = this.#needs.ledger.contents.unread(this.#needs.sourceId, this.#unreadAfter, UNREAD_AT_ONCE);
    this.#unreadAfter = paths.at(-1) ?? null;
    for (const path of paths) this.#waiting.patient.set(path, true);
  }
}

/** A file that was entered in the ledger. */
export interface Entered {
  readonly file: FoundContent;
  readonly entry: LedgerEntry;
  /** The row of the content that its name had before; null where there was none. */
  readonly before: number | null;
}

interface Look {
  readonly path: string;
  readonly isHinted: boolean;
  readonly found: FoundContent | null;
  /** Null where its bytes did not have to be asked after all. */
  readonly identity: Identity | null;
}
