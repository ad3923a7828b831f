/**
 * OPC UA with the clients of a whole line, at the real process of the connections: it is killed and restarted below them, there are twenty and one too many, some never
 * take what they are sent, they come and go five hundred times, their certificates are out of date, and the station's is changed: `npm run test:interop`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/connectors/modbus/plc.fixture.ts';
import { tryClocks, tryNewCertificate } from './opcua/certificates.ts';
import { installStack } from './opcua/lineClient.ts';
import { tryManyClients } from './opcua/manyClients.ts';
import { tryMemory } from './opcua/memoryOverTime.ts';
import { tryRestarts } from './opcua/restarts.ts';
import { trySlowClients } from './opcua/slowClients.ts';
import { StationProcess } from './opcua/stationProcess.ts';

type Tried = readonly [(station: StationProcess) => Promise<void>, Readonly<Record<string, unknown>>];

/** They wait for sessions that end and for what is published: three rows at a time, each try at a station of its own. */
const ROWS: readonly (readonly Tried[])[] = [
  [
    [tryRestarts, { validMs: 60_000 }],
    [tryClocks, {}],
    [tryNewCertificate, {}],
  ],
  [
    [tryManyClients, { allowsAnonymous: true }],
    [trySlowClients, { allowsAnonymous: true }],
  ],
  [[tryMemory, { allowsAnonymous: true }]],
];

const root = mkdtempSync(join(tmpdir(), 'sigmaline-opcua-'));
// A dozen stations load the same package.
process.env.NODE_COMPILE_CACHE ??= join(root, 'compiled');
let failed = 0;
try {
  const packages = installStack(root);
  await Promise.all(
    ROWS.map(async (row) => {
      for (const [tried, opcua] of row) {
        const folder = mkdtempSync(join(root, 'station-'));
        const ports = { port: await freePort(), modbusPort: await freePort() };
        const station = new StationProcess({ packages, root: folder, ...ports, opcua });
        try {
          await tried(station);
        } catch (thrown) {
          console.error(thrown);
          failed += 1;
        }
        await station.stop();
      }
    }),
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
// The package's client keeps timers of connections that are over.
process.exit(failed === 0 ? 0 : 1);
