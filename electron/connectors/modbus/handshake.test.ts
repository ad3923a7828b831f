import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { announcement, READ_STATUS, readingOf, requests } from './plc.fixture.ts';
import { FIRST_BLOCK, type StateBit } from './registers.ts';
import { SimulatedConnector, SimulatedEngine, VirtualTime } from './simulatedStation.fixture.ts';

const DRAWN: readonly StateBit[] = [
  ...(['ready', 'announced', 'busy', 'resultValid', 'pass', 'fail', 'acknowledged', 'engineAway'] as const),
];
const WIDTH = 5;

/** A line for each bit, high where it is set, and a column for each step. */
function diagramOf(steps: readonly ReadonlySet<StateBit>[]): string {
  const line = (name: string, cells: readonly string[]): string => `${name.padEnd(14)}${cells.join('')}`.trimEnd();
  return [
    line(
      'step',
      steps.map((_, place) => String(place + 1).padEnd(WIDTH)),
    ),
    ...DRAWN.map((bit) =>
      line(
        bit,
        steps.map((set) => (set.has(bit) ? '‾' : '_').repeat(WIDTH)),
      ),
    ),
  ].join('\n');
}

test('the handshake is the one of the diagram in the document', async () => {
  const time = new VirtualTime();
  const connector = new SimulatedConnector(time, (command) => engine.ask(command));
  const engine = new SimulatedEngine(time, 300, (outlets) => connector.hear(outlets));
  connector.start();
  engine.start();
  const steps: ReadonlySet<StateBit>[] = [];
  const step = async (action: () => void, ms: number): Promise<void> => {
    action();
    time.to(time.nowMs + ms);
    await new Promise((resolve) => setImmediate(resolve));
    const bytes = connector.request(requests.read(3, READ_STATUS.at, READ_STATUS.count));
    steps.push(readingOf((bytes as Buffer).subarray(2)).bits);
  };
  const part = announcement({ serial: 'SN-1', counter: 1 });
  await step(() => undefined, 10);
  await step(() => connector.request(requests.writeRegisters(FIRST_BLOCK + 125, part)), 10);
  await step(() => engine.image(true, null), 10);
  await step(() => undefined, 40);
  await step(() => connector.request(requests.writeCoil(FIRST_BLOCK + 16, true)), 10);
  await step(() => engine.image(false, null), 10);
  await step(() => undefined, 40);
  await step(() => undefined, 2000);
  await step(() => engine.hold(), 1250);
  await step(() => engine.release(), 300);

  const document = readFileSync(new URL('../../../docs/connections/modbus.md', import.meta.url), 'utf8');
  expect(document).toContain(diagramOf(steps));
});
