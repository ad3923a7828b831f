/** Reads and writes the registers of a station with stacks that nobody here wrote: libmodbus (by mbpoll) and pymodbus. `npm run test:interop` */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openModbus } from '../../electron/connectors/modbus/index.ts';
import { freePort } from '../../electron/connectors/modbus/plc.fixture.ts';
import { surroundingsFixture, viewFixture } from '../../electron/connectors/surroundings.fixture.ts';

const run = promisify(execFile);
const SERIAL = 'SN-Ä7';
const PASS = { sequence: 70_001, serial: SERIAL, score: 1.25, limit: 4.5 };
/** Inspecting, result valid, pass. */
const STATE = 0b1_1001;

const port = await freePort();
const { surroundings, asked, remove } = surroundingsFixture({ kind: 'modbus', port });
const connection = await openModbus(surroundings);
connection.show?.([viewFixture({ result: PASS, validForMs: 600_000 })], 5);
try {
  await tryMbpoll();
  await tryPymodbus();
} finally {
  await connection.close();
  remove();
}

/** @returns the values that mbpoll prints, one a line: `[1008]: 1.25` */
async function mbpoll(...options: readonly string[]): Promise<string[]> {
  const { stdout } = await run('mbpoll', ['-0', '-q', '-1', '-m', 'tcp', '-p', String(port), ...options]);
  return [...stdout.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map(([, value]) => value ?? '');
}

async function tryMbpoll(): Promise<void> {
  for (const unit of ['0', '1', '255']) {
    const floats = ['-a', unit, '-B', '-t', '3:float', '-r'];
    assert.deepEqual(await mbpoll(...floats, '6', '-c', '1', '127.0.0.1'), ['1234.5']);
    assert.deepEqual(await mbpoll(...floats, '1008', '-c', '2', '127.0.0.1'), ['1.25', '4.5']);
    const words = await mbpoll('-a', unit, '-t', '4', '-r', '1000', '-c', '5', '127.0.0.1');
    assert.deepEqual(words.slice(0, 5).map(Number), [1, 70_001 - 65_536, 5, STATE, 1]);
  }
  const text = await mbpoll('-a', '1', '-t', '4:hex', '-r', '1028', '-c', '4', '127.0.0.1');
  assert.equal(Buffer.from(text.join('').replaceAll('0x', ''), 'hex').toString().replaceAll('\0', ''), SERIAL);
  const inputs = await mbpoll('-a', '1', '-t', '1', '-r', '1000', '-c', '5', '127.0.0.1');
  assert.deepEqual(inputs, ['1', '0', '0', '1', '1']);
  await mbpoll('-a', '1', '-t', '4', '-r', '1122', '127.0.0.1', '--', '3');
  assert.deepEqual(asked.splice(0), [{ kind: 'reset', source: surroundings.sources[0]?.id }]);
  await assert.rejects(mbpoll('-a', '1', '-t', '4', '-r', '500', '-c', '1', '127.0.0.1'));
  console.log(
    'ok    libmodbus (mbpoll): floats, words, text and bits of units 0, 1 and 255; a reset; an address that is not there',
  );
}

async function tryPymodbus(): Promise<void> {
  const script = fileURLToPath(new URL('modbus.py', import.meta.url));
  const { stdout } = await run('/usr/bin/python3', [script, String(port)]);
  const { version, ...found } = JSON.parse(stdout) as Record<string, unknown>;
  const status = { sequence: 70_001, again: 70_001, state: STATE, verdict: 1, score: 1.25, limit: 4.5, serial: SERIAL };
  const bits = Array.from({ length: 16 }, (_, bit) => ((STATE >> bit) & 1) === 1);
  assert.deepEqual(found, {
    units: [0, 1, 255].map(() => ({ ...status, announced: [0, 0, 0] })),
    ...{ holding: '0001117100050019', inputs: bits, coils: bits },
    // The engine's answer is there when the PLC asks for it: done.
    ...{
      written: true,
      answer: [1, 2, 0],
      acknowledged: true,
      reset: true,
      choices: true,
      exchanged: '0008',
      missing: 2,
    },
  });
  const source = surroundings.sources[0]?.id;
  assert.deepEqual(asked, [
    { kind: 'announce', source, serial: 'SN-Ü9', lot: 'L7', view: 'left', recipe: 1 },
    { kind: 'acknowledge', source, sequence: 70_001 },
    { kind: 'reset', source },
    { kind: 'begin-bypass', source, minutes: 60 },
    { kind: 'reset', source },
  ]);
  console.log(
    `ok    pymodbus ${String(version)}: units 0, 1 and 255, function codes 1 to 6, 15, 16 and 23, an announced part`,
  );
}
