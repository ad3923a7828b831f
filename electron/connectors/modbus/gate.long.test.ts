import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modbusSettingsSchema } from '../../../shared/domain/index.ts';
import { RealConnector, RealTime } from './connectorProcess.fixture.ts';
import { freePort } from './plc.fixture.ts';
import { Line, type LineCounts, PROCESS_FAULTS, TWO_CAMERAS } from './simulatedLine.fixture.ts';

const PARTS = 10_000;
/** Enough to find a check that is missing. */
const FEW = 2000;
/** By the clock of this machine. */
const REAL_PARTS = 100;

/** No bad part is passed, each part has an answer in time, and the gate does open. */
function expectSafe({ parts, passedBad, passedGood, rejectedBad, longestMs }: LineCounts, mostMs: number): void {
  expect(parts).toBeGreaterThanOrEqual(PARTS);
  expect(passedBad).toBe(0);
  expect(longestMs).toBeLessThanOrEqual(mostMs);
  expect(rejectedBad).toBeGreaterThan(PARTS / 5);
  expect(passedGood).toBeGreaterThan(PARTS / 4);
}

describe('a simulated gate that does what the document says, while processes are killed, cables cut and images lost', () => {
  test('passes no bad part of 10,000 that come one by one, and leaves none without an answer', async () => {
    expectSafe(await new Line(1).runOneByOne(PARTS), 470);
  });

  test('passes no bad part of 10,000 of which several are between camera and gate', async () => {
    expectSafe(await new Line(2).runInFlow(PARTS), 420);
  });

  test('passes no bad part of 10,000 behind two cameras, each of which sees only some of what is bad', async () => {
    expectSafe(await new Line(4, [], TWO_CAMERAS).runInFlow(PARTS), 420);
    expect((await new Line(4, ['second'], TWO_CAMERAS).runInFlow(FEW)).passedBad).toBeGreaterThan(0);
  });

  test('would pass bad parts without the state word, without the serial number, or without beginning anew', async () => {
    expect((await new Line(1, ['bits']).runOneByOne(FEW)).passedBad).toBeGreaterThan(0);
    expect((await new Line(2, ['serial']).runInFlow(FEW)).passedBad).toBeGreaterThan(0);
    expect((await new Line(1, ['serial', 'sequence', 'anew']).runOneByOne(FEW)).passedBad).toBeGreaterThan(0);
  });

  test('passes no bad part while the real process is killed and held', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmaline-gate-'));
    const settings = modbusSettingsSchema.parse({ kind: 'modbus', port: await freePort() });
    const opened = {
      id: '44444444-4444-4444-8444-444444444444',
      name: 'PLC',
      settings,
      secrets: {},
      position: 0,
      acknowledged: {},
    };
    const time = new RealTime();
    let connector: RealConnector | null = null;
    const line = new Line(3, [], {
      faults: PROCESS_FAULTS,
      // The process needs time to start again.
      faultEveryMs: [4000, 6000],
      time: () => time,
      cameras: 1,
      connector: (_, ask) => {
        connector = new RealConnector(folder, opened, ask);
        return connector;
      },
    });
    try {
      const counts = await line.runInFlow(REAL_PARTS);
      expect(counts.passedBad).toBe(0);
      expect(counts.parts).toBe(REAL_PARTS);
      expect(counts.passedGood).toBeGreaterThan(0);
      expect((connector as RealConnector | null)?.starts).toBeGreaterThan(1);
    } finally {
      time.stop();
      line.connector.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
