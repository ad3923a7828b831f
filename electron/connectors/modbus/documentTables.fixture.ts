import { CHECKS } from './gate.fixture.ts';
import {
  BLOCK_REGISTERS,
  COMMAND_COILS,
  FIRST_BLOCK,
  OTHER_REFUSAL,
  OWN_REFUSALS,
  REASON_NUMBERS,
  REFUSALS,
  REGISTERS,
  type Register,
  STATE_BITS,
} from './registers.ts';

const TYPES = { u16: '16 bits', u32: '32 bits', f32: 'float', text: 'text' } as const;

const rows = (header: string, lines: readonly string[]): string =>
  [header, header.replaceAll(/[^|]+/g, '---'), ...lines].join('\n');

const registers = (list: readonly Register[], base: number): string =>
  rows(
    base === 0 ? '| Register | Count | Type | Meaning |' : '| Offset | First source | Count | Type | Meaning |',
    list
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, count, type, meaning }) =>
        base === 0
          ? `| ${at} | ${count} | ${TYPES[type]} | ${meaning} |`
          : `| ${at} | ${base + at} | ${count} | ${TYPES[type]} | ${meaning} |`,
      ),
  );

/** The tables of `docs/connections/modbus.md`, as the code has them. */
export function documentTables(): Readonly<Record<string, string>> {
  const { header, status, answers, closing, commands, name } = REGISTERS;
  const read = [
    ...Object.values(status),
    ...Object.values(answers).flat(),
    ...Object.values(closing),
    ...Object.values(name),
  ];
  return {
    header: registers(Object.values(header), 0),
    read: registers(read, FIRST_BLOCK),
    commands: registers(Object.values(commands), FIRST_BLOCK),
    bits: rows(
      '| Bit | Name | Set where |',
      Object.entries(STATE_BITS).map(([bit, meaning], place) => `| ${place} | ${bit} | ${meaning} |`),
    ),
    coils: rows(
      '| Coil | First source | Meaning |',
      Object.values(COMMAND_COILS).map(({ at, meaning }) => `| ${at} | ${FIRST_BLOCK + at} | ${meaning} |`),
    ),
    reasons: rows(
      '| Number | Reason |',
      Object.values(REASON_NUMBERS).map(({ number, meaning }) => `| ${number} | ${meaning} |`),
    ),
    refusals: rows(
      '| Number | Refusal |',
      [...Object.values(REFUSALS), ...Object.values(OWN_REFUSALS), OTHER_REFUSAL]
        .toSorted((one, other) => one.number - other.number)
        .map(({ number, meaning }) => `| ${number} | ${meaning} |`),
    ),
    checks: rows(
      '| The PLC checks | Because |',
      CHECKS.map(({ what, why }) => `| ${what} | ${why} |`),
    ),
    places: `The block of source *n* begins at register ${FIRST_BLOCK} + ${BLOCK_REGISTERS} × (*n* − 1).`,
  };
}
