import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { keepAddress, keptToken } from '../../../electron/cli/session.ts';
import { makeCertificate } from '../../../electron/cli/tlsCertificate.ts';
import { Secrets } from '../../../electron/engine/access/secrets.ts';
import { createWebSocketChannel } from '../../../electron/engine/index.ts';
import { readRecipeUses, readStationDatabase } from '../../../electron/engine/storage/index.ts';
import { ContractClient } from '../../../shared/contract/index.ts';
import { runCommand, saidBy, startCommand } from '../commandLine.ts';
import { createTestStation, type TestStation, writeRecipe } from '../engine/station.ts';

const FIRST = 'the first secret of all';
const OWN = 'correct horse battery';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'ring', 2);
  // Each hash takes half a second of a processor at a station; commands with a process of their own take it here, too.
  const hash = Secrets.prototype.hash.bind(new Secrets({ ln: 10 }));
  vi.spyOn(Secrets.prototype, 'hash').mockImplementation(hash);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await station.remove();
});

const inputOf = (secret: string | null) => (secret === null ? '' : `${secret}\n`);

/** What a command says, with a secret as its input. @throws with what it `said` and its exit `code` where it fails */
const sigmaline = (secret: string | null, ...words: string[]): Promise<string> =>
  saidBy(runCommand([...words, '--data', station.dataFolder], inputOf(secret)));

/** The same by the process of a command. */
const sigmalineProcess = (secret: string | null, ...words: string[]): Promise<string> =>
  saidBy(startCommand([...words, '--data', station.dataFolder], inputOf(secret)));

const ADD = ['people', 'add', 'ada', '--name', 'Ada Lovelace', '--role', 'administrator'];

async function serve(tls = false): Promise<void> {
  const rendererFolder = join(station.dataFolder, '..', 'renderer');
  await mkdir(rendererFolder, { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Sigmaline</title>');
  const files = tls ? await makeCertificate(['line-3.plant'], new Date()) : null;
  const token = keptToken(station.dataFolder);
  await station.start({ http: { port: 0, token, rendererFolder, tls: files } });
  const port = Number(new URL(station.url()).port);
  keepAddress(station.dataFolder, { host: '127.0.0.1', port, certificate: files?.certificate ?? null });
}

/** A connection as a program has it. */
function connect(): { readonly client: ContractClient; readonly socket: WebSocket } {
  const url = new URL(station.url());
  const socket = new WebSocket(`ws://${url.host}/contract${url.search}`);
  return { client: new ContractClient(createWebSocketChannel(socket)), socket };
}

async function chooseOwnSecret(): Promise<void> {
  const { client, socket } = connect();
  await new Promise((resolve) => socket.once('open', resolve));
  expect((await client.request('access.signIn', { id: 'ada', secret: FIRST })).due).toBe('change-secret');
  await client.request('access.changeSecret', { secret: FIRST, newSecret: OWN });
  socket.terminate();
}

function actions(): string[] {
  const database = readStationDatabase(station.dataFolder);
  const rows = database
    .prepare<{ actor: string; action: string }>(
      "SELECT actor, action FROM audit_entry WHERE action GLOB 'person.*' OR action = 'station.protected' ORDER BY sequence",
    )
    .all();
  database.close();
  return rows.map(({ actor, action }) => `${actor}: ${action}`);
}

const inUse = () => readRecipeUses(station.dataFolder).find(({ recipeId }) => recipeId === 'ring')?.version;

describe('people by command', () => {
  it('protects a station that has no screen; the secret is for the first sign-in', async () => {
    expect(await sigmaline(null, 'people', 'list')).toContain('open: it has no people');
    expect(await sigmalineProcess(FIRST, ...ADD)).toContain('The station is protected now');
    expect(await sigmaline(null, 'people', 'list')).toMatch(/^ada +administrator +Ada Lovelace +has to change/);
    await serve();
    expect((await station.status()).protection).toBe('protected');
    await chooseOwnSecret();
    await station.stop();
    expect(actions()).toEqual(['command line: station.protected', 'command line: person.added', 'ada: person.changed']);
  });

  it('makes no station where none is, unless somebody is added', async () => {
    const elsewhere = join(station.dataFolder, '..', 'elsewhere');
    for (const words of [['list'], ['reset', 'ada']]) {
      const { code, said } = await runCommand(['people', ...words, '--data', elsewhere], `${FIRST}\n`);
      expect(code).toBe(1);
      expect(said).toContain('[storage.not-found]');
      expect(existsSync(elsewhere)).toBe(false);
    }
  });

  it('gives the last administrator a way back, which is an entry', async () => {
    await sigmaline(FIRST, ...ADD);
    expect(await sigmaline('another first secret', 'people', 'reset', 'ADA')).toContain('Ada Lovelace can sign in');
    const [person] = JSON.parse(await sigmaline(null, 'people', 'list', '--json')) as { mustChangeSecret: boolean }[];
    expect(person?.mustChangeSecret).toBe(true);
    expect(actions().at(-1)).toBe('command line: person.reset');
    await expect(sigmaline(FIRST, 'people', 'reset', 'bob')).rejects.toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no person with the sign-in id bob'),
    });
  });

  it('changes nothing where it is told nonsense, or while the station runs', async () => {
    const refused = async (secret: string | null, words: string[], code: number, saying: string): Promise<void> => {
      await expect(sigmaline(secret, ...words)).rejects.toMatchObject({
        code,
        said: expect.stringContaining(saying),
      });
    };
    await refused(FIRST, [...ADD.slice(0, -1), 'engineer'], 2, 'The first person of a station is an administrator');
    await refused('2580', ADD, 1, 'at least 12');
    await refused(null, ADD, 2, 'A secret is needed');
    await refused(FIRST, ['people', 'add', 'Ä', ...ADD.slice(3)], 2, 'It must be 2 to 20 letters from a to z');
    await station.start();
    await refused(FIRST, ADD, 1, 'in use by another station');
    expect((await station.status()).protection).toBe('open');
  });
});

describe('a version by command at a protected station', () => {
  beforeEach(async () => {
    await sigmaline(FIRST, ...ADD);
  });

  it('is chosen by somebody who signs in, also over TLS, and who may sign', async () => {
    await serve();
    await chooseOwnSecret();
    await expect(sigmaline(null, 'recipe', 'use', 'ring@1')).rejects.toMatchObject({
      said: expect.stringContaining('access.signed-out'),
    });
    await expect(sigmaline('wrong', 'recipe', 'use', 'ring@1', '--as', 'ada')).rejects.toMatchObject({
      said: expect.stringContaining('access.refused'),
    });
    // Version 2 was in use when the station became protected; nobody has ever said that version 1 may judge.
    await expect(sigmaline(OWN, 'recipe', 'use', 'ring@1', '--as', 'ada')).rejects.toMatchObject({
      said: expect.stringContaining('recipe.not-approved'),
    });
    const approve = ['recipe', 'approve', 'ring@1', '--reason', 'The old light', '--as', 'ada', '--sign'];
    expect(await sigmaline(OWN, ...approve)).toContain('ring@1 is approved');
    expect(await sigmaline(OWN, 'recipe', 'use', 'ring@1', '--as', 'ada')).toContain('version 1 is in use');
    await station.stop();
    await serve(true);
    const signed = ['recipe', 'use', 'ring@2', '--as', 'ada', '--sign', 'Compared with version 1'];
    expect(await sigmaline(OWN, ...signed)).toContain('version 2 is in use');
    await station.stop();
    expect(readRecipeUses(station.dataFolder)).toMatchObject([{ recipeId: 'ring', version: 2, by: { person: 'ada' } }]);
    const database = readStationDatabase(station.dataFolder);
    const signatures = database.prepare<{ id: string }>(
      "SELECT object_id AS id FROM audit_entry WHERE action = 'signature.made'",
    );
    expect(signatures.all()).toEqual([{ id: 'ring@1' }, { id: 'ring@2' }]);
    database.close();
  });

  it('is not chosen past the station', async () => {
    await station.start();
    await station.stop();
    await expect(sigmaline(null, 'recipe', 'use', 'ring@1')).rejects.toMatchObject({
      said: expect.stringContaining('access.station-stopped'),
    });
    expect(inUse()).toBe(2);
  });
});
