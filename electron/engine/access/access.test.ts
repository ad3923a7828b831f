import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContractClient, Handlers } from '../../../shared/contract/index.ts';
import { roleSchema } from '../../../shared/domain/index.ts';
import { openStationDatabase } from '../storage/index.ts';
import { AccessBed, ADMIN, codeOf, credentialsOf, secretOf } from './access.fixture.ts';

const MINUTE_MS = 60_000;

const EXPORT = { id: '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11' };

let folder: string;
let bed: AccessBed;
const handlers: Partial<Handlers> = {
  'demo.stop': () => {
    bed.station.kernel.audit.append({ action: 'demo.stopped', object: { kind: 'station', id: 'station' } });
    return {};
  },
  'feed.page': () => ({ items: [], total: 0 }),
  'export.cancel': () => [],
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-access-'));
  bed = new AccessBed(folder, handlers);
});

afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

const stop = (client: ContractClient): Promise<string> => codeOf(client.request('demo.stop', {}));
const state = (client: ContractClient) => client.request('access.state', {});

describe('an open station', () => {
  it('lets everybody do everything that needs no person, and says so', async () => {
    const { client } = bed.connect();
    expect(await state(client)).toMatchObject({ station: 'open', person: null, role: 'engineer', due: null });
    expect(await stop(client)).toBe('no error');
    expect(await codeOf(client.request('people.list', {}))).toBe('access.open');
    expect(await codeOf(client.request('access.signIn', ADMIN))).toBe('access.open');
    expect(bed.actions()).toEqual(['open station: demo.stopped']);
  });

  it('has no way in that anybody knows: no person is there before the first is made', async () => {
    const { client } = bed.connect();
    const weak = { signInId: 'ada', name: 'Ada' };
    expect(await codeOf(client.request('access.protect', { ...weak, secret: 'admin' }))).toBe('access.password-rule');
    expect(await codeOf(client.request('access.protect', { ...weak, secret: 'aaaaaaaaaaaaaaa' }))).toBe(
      'access.secret-obvious',
    );
    expect(await codeOf(client.request('access.protect', { ...weak, signInId: 'Station', secret: ADMIN.secret }))).toBe(
      'request.invalid',
    );
    expect((await state(client)).station).toBe('open');
  });
});

describe('protecting a station', () => {
  it('makes its first administrator, signs that one in, and signs everybody else out', async () => {
    const other = bed.connect().client;
    const told: unknown[] = [];
    other.on('access.changed', () => told.push('changed'));
    const admin = await bed.protect();
    expect(await state(admin)).toMatchObject({
      station: 'protected',
      person: { signInId: 'ada', name: 'Ada Lovelace', role: 'administrator', secretKind: 'password' },
      due: null,
    });
    expect(told).not.toEqual([]);
    expect(await stop(admin)).toBe('no error');
    expect(await stop(other)).toBe('access.signed-out');
    expect(await state(other)).toMatchObject({ station: 'protected', person: null, role: null, rights: ['view'] });
    expect(bed.actions()).toEqual([
      'open station: station.protected',
      'open station: person.added',
      'ada: access.signed-in',
      'ada: demo.stopped',
    ]);
    expect(bed.entries().map(({ name }) => name)).toEqual([null, null, 'Ada Lovelace', 'Ada Lovelace']);
  });

  it('is done once, also where two try at the same time', async () => {
    const clients = [bed.connect().client, bed.connect().client];
    const tries = clients.map((client, index) =>
      codeOf(client.request('access.protect', { signInId: `ada${index}`, name: 'Ada', secret: ADMIN.secret })),
    );
    expect((await Promise.all(tries)).sort()).toEqual(['access.protected', 'no error']);
  });

  it('lasts: over a restart, and over the loss of the database, which no secret is kept open in', async () => {
    await bed.protect();
    await bed.close();
    const copy = join(folder, 'station.people.json');
    expect(statSync(copy).mode & 0o077).toBe(0);
    expect(readFileSync(copy, 'utf8')).not.toContain(ADMIN.secret);
    for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `station.sqlite${ending}`), { force: true });
    // As the engine does: it finds that the database is missing, and restores it.
    openStationDatabase(folder).close();
    bed = new AccessBed(folder, handlers);
    const { client } = bed.connect();
    expect(await stop(client)).toBe('access.signed-out');
    await client.request('access.signIn', ADMIN);
    expect(await stop(client)).toBe('no error');
  });

  it('lasts over an older database in the place of its own, which knows of no people', async () => {
    await bed.protect();
    bed.station.kernel.database.execute(
      'DROP TRIGGER person_stays; DELETE FROM person_secret; DELETE FROM person; DELETE FROM policy',
    );
    await bed.close();
    bed = new AccessBed(folder, handlers);
    const { client } = bed.connect();
    expect(await stop(client)).toBe('access.signed-out');
    await client.request('access.signIn', ADMIN);
    expect(await stop(client)).toBe('no error');
    expect(bed.actions()).toContain('station: people.taken-back');
  });

  it('leaves the operator’s screen as it was, unless a policy says otherwise', async () => {
    const admin = await bed.protect();
    const { client } = bed.connect();
    const look = (): Promise<string> => codeOf(client.request('feed.page', { before: null, limit: 1 }));
    expect(await look()).toBe('no error');
    await admin.request('policies.change', { viewSignedOut: false });
    expect(await look()).toBe('access.signed-out');
    expect(await codeOf(state(client))).toBe('no error');
  });
});

describe('a session', () => {
  it('is one connection’s, and ends with it', async () => {
    const admin = await bed.protect();
    await bed.add(admin, 'engineer', 'kim');
    const [one, two] = [bed.connect(), bed.connect()];
    await one.client.request('access.signIn', credentialsOf('kim'));
    expect([await stop(one.client), await stop(two.client)]).toEqual(['no error', 'access.signed-out']);
    one.leave();
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'access.signed-out',
      actor: 'kim',
      new: { why: 'disconnected' },
    });
  });

  it('ends when the person signs out, and makes room for another person', async () => {
    const admin = await bed.protect();
    const kim = await bed.add(admin, 'engineer', 'kim');
    await kim.request('access.signIn', ADMIN);
    expect((await state(kim)).person?.signInId).toBe('ada');
    expect(await kim.request('access.signOut', {})).toMatchObject({ person: null, role: null });
    expect(await stop(kim)).toBe('access.signed-out');
    expect((await state(kim)).recent.map(({ signInId }) => signInId)).toEqual(['ada', 'kim']);
    const last = bed.entries().slice(-3);
    expect(last.map(({ action, actor, new: what }) => [action, actor, what])).toEqual([
      ['access.signed-out', 'kim', { why: 'switched' }],
      ['access.signed-in', 'ada', { channel: 'window' }],
      ['access.signed-out', 'ada', { why: 'signed-out' }],
    ]);
  });

  it('ends after the minutes of the role without a touch; what screens ask by themselves is none', async () => {
    const admin = await bed.protect();
    const kim = await bed.add(admin, 'engineer', 'kim');
    await admin.request('policies.change', {
      idleMinutes: { operator: 1, engineer: 2, quality: 15, administrator: null, auditor: 15 },
    });
    expect((await state(kim)).idleSeconds).toBe(120);
    bed.nowMs += 1.9 * MINUTE_MS;
    await kim.request('access.activity', {});
    bed.nowMs += 1.9 * MINUTE_MS;
    expect(await stop(kim)).toBe('no error');
    bed.nowMs += 1.9 * MINUTE_MS;
    await kim.request('feed.page', { before: null, limit: 1 });
    bed.nowMs += 0.2 * MINUTE_MS;
    expect(await stop(kim)).toBe('access.signed-out');
    await expect
      .poll(() => bed.entries().at(-1), { timeout: 3000 })
      .toMatchObject({ actor: 'kim', new: { why: 'idle' } });
    expect(await stop(admin)).toBe('no error');
  });

  it('that ends while something is being done leaves nothing half done', async () => {
    const release = Promise.withResolvers<void>();
    const slow: Partial<Handlers> = {
      'demo.stop': async () => {
        await release.promise;
        bed.station.kernel.audit.append({ action: 'demo.stopped', object: { kind: 'station', id: 'station' } });
        return {};
      },
    };
    await bed.close();
    bed = new AccessBed(folder, slow);
    const admin = await bed.protect();
    const kim = await bed.add(admin, 'engineer', 'kim');
    const stopping = stop(kim);
    await admin.request('people.deactivate', { signInId: 'kim' });
    release.resolve();
    expect(await stopping).toBe('access.signed-out');
    expect(bed.actions()).not.toContain('kim: demo.stopped');
  });

  it('ends when the person’s role changes', async () => {
    const admin = await bed.protect();
    const kim = await bed.add(admin, 'engineer', 'kim');
    await admin.request('people.change', { signInId: 'kim', role: 'quality' });
    expect((await state(kim)).person).toBeNull();
    await kim.request('access.signIn', credentialsOf('kim'));
    expect(await stop(kim)).toBe('request.forbidden');
  });
});

describe('every role', () => {
  it('may do what the table says, and nothing once signed out or left alone', async () => {
    const admin = await bed.protect();
    const answers: Record<string, string[]> = {};
    for (const role of roleSchema.options) {
      const client = role === 'administrator' ? admin : await bed.add(admin, role, role);
      const asked = [await stop(client), await codeOf(client.request('people.list', {}))];
      if (role !== 'administrator') {
        await client.request('access.signOut', {});
        asked.push(await stop(client));
      }
      answers[role] = asked;
    }
    expect(answers).toEqual({
      operator: ['request.forbidden', 'request.forbidden', 'access.signed-out'],
      engineer: ['no error', 'request.forbidden', 'access.signed-out'],
      quality: ['request.forbidden', 'no error', 'access.signed-out'],
      administrator: ['no error', 'no error'],
      auditor: ['request.forbidden', 'no error', 'access.signed-out'],
    });
  });

  it('exports only if the policies say so', async () => {
    const admin = await bed.protect();
    const olga = await bed.add(admin, 'operator', 'olga');
    const exporting = (): Promise<string> => codeOf(olga.request('export.cancel', EXPORT));
    expect(await exporting()).toBe('no error');
    await admin.request('policies.change', { export: ['quality', 'administrator'], reason: 'Data protection' });
    expect(await exporting()).toBe('access.no-right');
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'policy.changed',
      actor: 'ada',
      old: { export: [...roleSchema.options] },
      new: { export: ['quality', 'administrator'] },
      reason: 'Data protection',
    });
  });
});

describe('the PIN at each action', () => {
  it('is asked of operators if the policy says so, and acts once', async () => {
    const admin = await bed.protect();
    const olga = await bed.add(admin, 'operator', 'olga');
    await admin.request('policies.change', { secretAtAction: true });
    const exporting = (as?: { id: string; secret: string }): Promise<string> =>
      codeOf(olga.request('export.cancel', EXPORT, as));
    expect(await exporting()).toBe('access.secret-due');
    expect(await exporting({ id: 'olga', secret: '4712' })).toBe('access.refused');
    expect(await exporting({ id: 'olga', secret: '4711' })).toBe('no error');
    expect(await exporting()).toBe('access.secret-due');
    expect(await codeOf(olga.request('feed.page', { before: null, limit: 1 }))).toBe('no error');
  });

  it('needs no session, and does what the person may', async () => {
    const admin = await bed.protect();
    await bed.add(admin, 'engineer', 'kim');
    const { client } = bed.connect();
    expect(await codeOf(client.request('demo.stop', {}, credentialsOf('kim')))).toBe('no error');
    expect(bed.entries().at(-1)).toMatchObject({ action: 'demo.stopped', actor: 'kim' });
    expect(await stop(client)).toBe('access.signed-out');
    expect(await codeOf(client.request('people.list', {}, credentialsOf('kim')))).toBe('request.forbidden');
  });
});

describe('the files behind a page', () => {
  it('are asked for in the name of whoever is signed in in that browser, and of nobody in another', async () => {
    const admin = await bed.protect();
    await bed.add(admin, 'engineer', 'kim');
    const kim = bed.connect({ channel: 'browser', browser: 'one' });
    bed.connect({ channel: 'browser', browser: 'two' });
    await kim.client.request('access.signIn', credentialsOf('kim'));
    const behind = (browser: string | null) => bed.access.behind({ channel: 'browser', browser });
    expect(behind('one')).toMatchObject({ person: 'kim', channel: 'host' });
    for (const browser of ['two', 'three', null]) {
      expect(behind(browser)).toMatchObject({ station: 'protected', person: null, role: null, channel: 'host' });
    }
    expect(bed.access.behind({ channel: 'window', browser: null }).person).toBe('ada');
  });
});

it('keeps secrets out of entries and out of the log', async () => {
  const admin = await bed.protect();
  const kim = await bed.add(admin, 'engineer', 'kim');
  await codeOf(kim.request('access.signIn', { id: 'typed-into-the-wrong-field', secret: 'kim' }));
  const written = JSON.stringify([bed.entries(), bed.station.reported]);
  for (const secret of [ADMIN.secret, secretOf('kim'), 'typed-into-the-wrong-field', 'the first secret']) {
    expect(written).not.toContain(secret);
  }
});
