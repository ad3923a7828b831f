import type { Reading } from './plc.fixture.ts';

/** What a PLC knows of the part that a reading may open the gate for. */
export interface GatedPart {
  readonly serial: string;
  /** The sequence that stood before its image was taken. */
  readonly sequenceBefore: number;
}

export interface Check {
  readonly name: string;
  /** As the document tells it. */
  readonly what: string;
  readonly why: string;
  readonly holds: (reading: Reading, part: GatedPart, watch: HeartbeatWatch) => boolean;
}

/** Heartbeats are watched by the PLC's own clock. */
export interface HeartbeatWatch {
  /** How long the heartbeat has been the same, ms. */
  readonly stillMs: number;
}

const HEARTBEAT_STILL_MS = 2000;
/** So long the simulated gate needs to open. */
export const GATE_MS = 50;
const BITS_OF_A_PASS = ['inspecting', 'resultValid', 'pass'] as const;
const BITS_AGAINST = ['review', 'fail', 'error', 'late', 'bypassed', 'notInspecting', 'engineAway', 'textCut'] as const;

/** All that must hold in one reading before a gate opens for a part. The document's table is this one. */
export const CHECKS: readonly Check[] = [
  {
    name: 'whole',
    what: 'The sequence at offset 0 and the one at offset 108 are the same',
    why: 'The registers belong to one moment',
    holds: ({ sequence, sequenceAgain }) => sequence === sequenceAgain,
  },
  {
    name: 'heartbeat',
    what: "The heartbeat has changed within the last 2 s, by the PLC's own timer",
    why: 'The station lives, and the values are not old ones that a gateway repeats',
    holds: (_, __, { stillMs }) => stillMs < HEARTBEAT_STILL_MS,
  },
  {
    name: 'bits',
    what: 'Of the state word bits 0, 3 and 4 are set, bits 5 to 11, 14 and 15 are not, and the verdict is 1',
    why: 'A pass stands, in time, at a source that inspects',
    holds: ({ bits, state, verdict }) =>
      BITS_OF_A_PASS.every((bit) => bits.has(bit)) &&
      !BITS_AGAINST.some((bit) => bits.has(bit)) &&
      state < 0x80_00 &&
      verdict === 1,
  },
  {
    name: 'sequence',
    what: 'The sequence is not 0, and other than the one that was noted before the image of the part was taken',
    why: 'The result is no older than the part',
    holds: ({ sequence }, { sequenceBefore }) => sequence !== 0 && sequence !== sequenceBefore,
  },
  {
    name: 'serial',
    what: 'The serial number is that of the part',
    why: 'The result is of this part',
    holds: ({ serial }, part) => serial === part.serial,
  },
  {
    name: 'time',
    what: 'The result is valid for longer than the gate needs to open',
    why: 'It is not taken back while the gate moves',
    holds: ({ validMs }) => validMs >= GATE_MS,
  },
];
