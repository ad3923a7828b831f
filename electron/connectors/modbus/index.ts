import { connect } from 'node:net';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Driver, OpenConnection, Surroundings } from '../driver.ts';
import { isThisMachine, listeningReason, networkError } from '../networkErrors.ts';
import { ProcessImage } from './processImage.ts';
import { MAP_VERSION } from './registers.ts';
import { ModbusServer } from './server.ts';

const TEST_MS = 3000;
/** Of addresses that stand for every one of this machine: where it finds itself. */
const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const READ_VERSION = Buffer.from([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]);

/** Opens the Modbus TCP server of a station (`docs/connections/modbus.md`). */
export const openModbus: Driver<'modbus'> = async (surroundings) => {
  const { settings, sources, station } = surroundings;
  const image = new ProcessImage({
    station: station.name,
    sources,
    wordOrder: settings.wordOrder,
    nowMs: () => performance.now(),
    ask: (command) => surroundings.ask(command),
  });
  const server = await listen(surroundings, image);
  surroundings.state('waiting');
  if (!isThisMachine(settings.address))
    surroundings.warn([
      {
        code: 'connection.no-authentication',
        details: { protocol: 'Modbus TCP', port: server.port, address: settings.address },
      },
    ]);
  return {
    show: (views, heartbeat) => image.show(views, heartbeat),
    test: () => readsItself(settings.address, server.port),
    close: () => server.close(),
  } satisfies OpenConnection;
};

async function listen(surroundings: Surroundings<'modbus'>, memory: ProcessImage): Promise<ModbusServer> {
  const { address, port } = surroundings.settings;
  try {
    return await ModbusServer.listen({
      address,
      port,
      memory,
      onClients: (count) => {
        surroundings.clients(count);
        surroundings.state(count === 0 ? 'waiting' : 'working');
      },
      onGarbled: () => surroundings.garbled(),
    });
  } catch (thrown) {
    if (errnoCode(thrown) === 'EADDRINUSE')
      throw new SigmalineError('connection.port-taken', { port, address }, thrown);
    throw new SigmalineError('connection.cannot-listen', { port, address, reason: listeningReason(thrown) }, thrown);
  }
}

/** Reads the version of the map over the network, as a PLC would. */
async function readsItself(address: string, port: number): Promise<void> {
  const host = EVERY_ADDRESS[address] ?? address;
  const where = `${address}:${port}`;
  const socket = connect({ host, port, noDelay: true });
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      socket.setTimeout(TEST_MS, () =>
        reject(new SigmalineError('connection.timeout', { where, seconds: TEST_MS / 1000 })),
      );
      socket.once('error', (thrown) => reject(networkError(where, thrown)));
      socket.once('data', resolve);
      socket.write(READ_VERSION);
    });
    if (answer.length !== 11 || answer.readUInt16BE(9) !== MAP_VERSION)
      throw new SigmalineError('connection.unreachable', { where, reason: answer.toString('hex') });
  } finally {
    socket.destroy();
  }
}
