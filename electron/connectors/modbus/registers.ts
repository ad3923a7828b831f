import type { Effect, ErrorCode, SettingsOf, Verdict } from '../../../shared/domain/index.ts';

/** Number of this map: it grows when a register changes its meaning, not when one is added. */
export const MAP_VERSION = 1;
/** Where the block of the first source begins, and how many registers each source has. */
export const FIRST_BLOCK = 1000;
export const BLOCK_REGISTERS = 200;
export const HEADER_REGISTERS = 16;
/** Coils and discrete inputs of each source, from the same addresses on. */
export const BLOCK_BITS = 20;
/** Reading a float of this value shows whether the order of words is understood. */
export const TEST_FLOAT = 1234.5;

export type WordOrder = SettingsOf<'modbus'>['wordOrder'];
type RegisterType = 'u16' | 'u32' | 'f32' | 'text';

export interface Register {
  /** From the beginning of its block. */
  readonly at: number;
  readonly count: number;
  readonly type: RegisterType;
  readonly meaning: string;
}

const u16 = (at: number, meaning: string): Register => ({ at, count: 1, type: 'u16', meaning });
const u32 = (at: number, meaning: string): Register => ({ at, count: 2, type: 'u32', meaning });
const f32 = (at: number, meaning: string): Register => ({ at, count: 2, type: 'f32', meaning });
const text = (at: number, count: number, meaning: string): Register => ({ at, count, type: 'text', meaning });

/** What is asked of the station, in the order in which it is carried out where one write asks for several. */
export const COMMAND_NAMES = ['reset', 'acknowledge', 'recipe', 'announce', 'bypass'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** The answer to a command: what was asked, how it went, and why not. */
const answer = (at: number, command: string) =>
  [
    u32(at, `Answer to ${command}: the value that was asked for`),
    u16(at + 2, `Answer to ${command}: 0 nothing was asked, 1 under way, 2 done, 3 refused`),
    u16(at + 3, `Answer to ${command}: number of the refusal`),
  ] as const;

/** The map of all registers. `docs/connections/modbus.md` is made of it, and a test compares both. */
export const REGISTERS = {
  header: {
    version: u16(0, 'Version of this map; a PLC refuses another one'),
    sources: u16(1, 'How many sources have a block'),
    heartbeat: u16(2, 'Counts up every 500 ms while the engine is heard; after 65535 comes 0'),
    stride: u16(3, 'Registers from one block to the next'),
    first: u16(4, 'Register of the first block'),
    together: u16(5, 'State word of all sources together, see below'),
    words: f32(6, `Always ${TEST_FLOAT}: read it to see whether the order of words is right`),
    station: text(8, 8, 'Name of the station'),
  },
  status: {
    sequence: u32(
      0,
      'Sequence of the newest result, its lower 32 bits; 0 before the first one, after a reset and after a restart',
    ),
    heartbeat: u16(2, 'Counts up every 500 ms while the engine is heard; after 65535 comes 0'),
    state: u16(3, 'State word, see below'),
    verdict: u16(4, 'Verdict: 0 none stands, 1 pass, 2 review, 3 fail, 4 error, 5 late (whatever it says)'),
    reason: u16(5, 'Why the source does not inspect, see below'),
    validMs: u32(6, 'How long the result is valid still, ms; 0 where none stands'),
    score: f32(8, 'Score; not a number (7FC00000 hex) where there is none'),
    limit: f32(10, 'Limit that the score is held against; not a number where there is none'),
    number: u32(12, 'Number of the record'),
    delayMs: u32(14, 'From the complete file to the record, ms'),
    inspected: u32(16, 'Parts of the shift that runs'),
    pass: u32(18, 'of these pass'),
    review: u32(20, 'of these review'),
    fail: u32(22, 'of these fail'),
    error: u32(24, 'of these error'),
    recipe: u16(
      26,
      'Number of the recipe that judges now, in the order in which the recipes were made, from 1; 0 without',
    ),
    recipeVersion: u16(27, 'Version of this recipe; 0 without'),
    serial: text(28, 20, 'Serial number of the part of the result'),
    lot: text(48, 10, 'Lot of the part of the result'),
    view: text(58, 10, 'View of the result'),
    announced: text(68, 20, 'Serial number of the announced part whose image has not come'),
  },
  answers: {
    acknowledge: answer(88, 'acknowledge'),
    reset: answer(92, 'reset'),
    bypass: answer(96, 'by-pass'),
    recipe: answer(100, 'recipe choice'),
    announce: answer(104, 'announcement'),
  },
  closing: {
    sequenceAgain: u32(108, 'The sequence again: other than the first one, the two belong to two reads'),
  },
  commands: {
    acknowledge: u32(120, 'Acknowledge: the sequence that was acted on; its result is taken back'),
    reset: u16(
      122,
      'Reset: a counter; another value than before, and not 0, takes the result and the announced parts back',
    ),
    bypass: u16(123, 'By-pass: minutes; another value than before begins one, 0 ends it'),
    recipe: u16(124, 'Recipe choice: its number; another one than before, and not 0, is asked for'),
    announcedRecipe: u16(125, 'Announced part: number of the recipe that the line expects; 0 says nothing'),
    announcedSerial: text(126, 20, 'Announced part: serial number'),
    announcedLot: text(146, 10, 'Announced part: lot'),
    announcedView: text(156, 10, 'Announced part: view'),
    announce: u16(166, 'Announced part: a counter; another value than before, and not 0, announces it'),
  },
  name: { source: text(170, 20, 'Name of the source') },
} as const;

/** Which registers can be written to: from the first command to the last. */
export const WRITABLE = {
  from: REGISTERS.commands.acknowledge.at,
  to: REGISTERS.commands.announce.at + REGISTERS.commands.announce.count,
} as const;

/** Bits of the state word, bit 0 first; those of coils and discrete inputs too. Bit 15 is never set: a word of ones is a fault of the line. */
export const STATE_BITS = {
  inspecting: 'The source inspects, and the engine is heard',
  ready: 'It inspects, no image is under way and no result stands: the next part may come',
  busy: 'An image is there that has no verdict yet',
  resultValid: 'A result stands: verdict, serial number and score are its own',
  pass: 'The part passed, in time. The only bit that may open a gate',
  review: 'The part needs a person',
  fail: 'The part failed',
  error: 'The image could not be judged',
  late: 'The verdict came too late, whatever it says',
  bypassed: 'A by-pass is active: nothing is inspected',
  notInspecting: 'The source does not inspect, see the reason',
  engineAway: 'The engine is not heard',
  acknowledged: 'The newest result was acknowledged',
  announced: 'A part is announced whose image has not come',
  textCut: 'The serial number is longer than its registers: do not compare it',
} as const;
export type StateBit = keyof typeof STATE_BITS;
export const STATE_BIT_NAMES = Object.keys(STATE_BITS) as readonly StateBit[];

/** Of all sources together these bits are set where each source has them, the others where one has them. */
export const BITS_OF_ALL: ReadonlySet<StateBit> = new Set(['inspecting', 'ready']);
/** They are never set for all sources together: results that stand at the same time may be of different parts, and a gate asks each source. */
export const BITS_OF_ONE_PART: ReadonlySet<StateBit> = new Set(['resultValid', 'pass']);

/** Coils that ask for something, from the first coil of a source on. */
export const COMMAND_COILS = {
  acknowledge: { at: 16, meaning: 'On acknowledges the newest result' },
  reset: { at: 17, meaning: 'On takes the result and the announced parts back' },
  bypass: { at: 18, meaning: 'On begins a by-pass of 60 minutes, off ends it; reads as it is' },
  announce: { at: 19, meaning: 'On announces the part of the registers 125 to 165' },
} as const satisfies Partial<Record<CommandName, { readonly at: number; readonly meaning: string }>>;
export const COIL_BYPASS_MINUTES = 60;

export const VERDICT_NUMBERS: Readonly<Record<Verdict, number>> = { pass: 1, review: 2, fail: 3, error: 4 };
export const LATE_NUMBER = 5;

/** Why a source does not inspect. Numbers never change. */
export const REASON_NUMBERS: Readonly<
  Record<Effect | 'engine-away', { readonly number: number; readonly meaning: string }>
> = {
  'source-unreachable': { number: 1, meaning: 'its folder cannot be read' },
  'no-lane': { number: 2, meaning: 'no lane judges' },
  'no-recipe': { number: 3, meaning: 'it has no recipe that may judge' },
  'not-recordable': { number: 4, meaning: 'the station cannot write records' },
  fault: { number: 5, meaning: 'a fault of the station' },
  bypass: { number: 6, meaning: 'a by-pass is active' },
  doubt: { number: 7, meaning: 'parts are judged, and nobody may rely on it (clock, audit trail)' },
  behind: { number: 8, meaning: 'parts leave before they are judged' },
  none: { number: 9, meaning: 'another reason, see the screen of the station' },
  'engine-away': { number: 10, meaning: 'the engine is not heard' },
};

/** What is wrong with a command before anybody is asked. */
export type OwnRefusal = 'text' | 'under-way' | 'range';
export const OWN_REFUSALS: Readonly<Record<OwnRefusal, { readonly number: number; readonly meaning: string }>> = {
  text: { number: 8, meaning: 'a text is not UTF-8' },
  'under-way': { number: 9, meaning: 'the command before it is still under way' },
  range: { number: 10, meaning: 'a number is out of its range' },
};
/** Why the engine refuses a command. Numbers never change. */
export const REFUSALS: Partial<Readonly<Record<ErrorCode, { readonly number: number; readonly meaning: string }>>> = {
  'connection.not-allowed': { number: 1, meaning: 'the set-up of the connection does not allow it' },
  'connection.source-unknown': { number: 2, meaning: 'the connection does not speak for the source' },
  'connection.result-over': { number: 3, meaning: 'the result is over, a newer one is there' },
  'connection.recipe-unknown': { number: 4, meaning: 'no recipe has this number' },
  'connection.recipe-other': {
    number: 5,
    meaning: 'the source judges by another recipe than the announced part needs',
  },
  'connection.announced-many': { number: 6, meaning: 'too many announced parts wait for their images' },
  'connection.timeout': { number: 7, meaning: 'the engine gave no answer' },
  'bypass.already': { number: 11, meaning: 'a by-pass is active already' },
  'bypass.over': { number: 12, meaning: 'no by-pass is active' },
  'bypass.too-long': { number: 13, meaning: 'the by-pass is longer than the station allows' },
  'connection.announced-early': {
    number: 14,
    meaning: 'the station has just begun: announce the part again in a moment',
  },
  'bypass.unknown-reason': { number: 15, meaning: 'the station has no reason for by-passes in its set-up' },
  'signature.needed': { number: 16, meaning: 'a person must sign this: do it at the station' },
  'source.recipe-by-name': { number: 17, meaning: 'the names of the images choose the recipe of the source' },
  'source.recipe-by-view': { number: 18, meaning: 'each view of the source has its own recipe' },
  'source.recipe-same': { number: 19, meaning: 'the source judges by this recipe already' },
  'settings.changed-meanwhile': { number: 20, meaning: 'somebody else changed the recipe at the same time: ask again' },
  'recipe.not-approved': { number: 21, meaning: 'the recipe is not approved' },
  'recipe.retired': { number: 22, meaning: 'the recipe is retired' },
  'recipe.no-limit': { number: 23, meaning: 'the recipe has no limit' },
  'recipe.not-found': { number: 24, meaning: 'the files of the recipe are missing' },
  'recipe.corrupt': { number: 25, meaning: 'the files of the recipe are damaged' },
  'station.data-folder': { number: 26, meaning: 'the station cannot write its settings' },
  'storage.failed': { number: 27, meaning: 'the station cannot write to its database' },
  'storage.read-only': { number: 28, meaning: 'the database of the station is read-only' },
  'storage.corrupt': { number: 29, meaning: 'the database of the station is damaged' },
  'connection.bypass-of-person': {
    number: 31,
    meaning: 'a person began the by-pass and must end it: do it at the station',
  },
  'station.disk-full': { number: 30, meaning: 'the disk of the station is full' },
};
export const OTHER_REFUSAL = { number: 99, meaning: 'another reason, see the screen of the station' };

export const refusalNumber = (code: ErrorCode): number => (REFUSALS[code] ?? OTHER_REFUSAL).number;
export const ownRefusalNumber = (refusal: OwnRefusal): number => OWN_REFUSALS[refusal].number;
/** How a command went: what was asked, its state, and the number of its refusal. */
export interface CommandAnswer {
  readonly value: number;
  readonly state: 0 | 1 | 2 | 3;
  readonly refusal: number;
}
