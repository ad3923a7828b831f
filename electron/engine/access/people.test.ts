import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContractClient, RequestInput } from '../../../shared/contract/index.ts';
import { AccessBed, ADMIN, codeOf, credentialsOf, secretOf } from './access.fixture.ts';

let folder: string;
let bed: AccessBed;
let admin: ContractClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-people-'));
  bed = new AccessBed(folder);
  admin = await bed.protect();
});

afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

const KIM = { signInId: 'kim', name: 'Kim Berg', role: 'engineer', secret: 'the first secret of all' } as const;

describe('a person', () => {
  it('is added with a secret for the first sign-in, which is changed before anything else', async () => {
    expect(await admin.request('people.add', { ...KIM, reason: 'New on the line' })).toMatchObject({
      signInId: 'kim',
      role: 'engineer',
      isActive: true,
      mustChangeSecret: true,
      lastSignedInAt: null,
    });
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'person.added',
      actor: 'ada',
      new: { name: 'Kim Berg', role: 'engineer', badge: null },
      reason: 'New on the line',
    });
    const { client } = bed.connect();
    expect(await client.request('access.signIn', { id: 'kim', secret: KIM.secret })).toMatchObject({
      due: 'change-secret',
    });
    expect(await codeOf(client.request('demo.stop', {}))).toBe('access.change-due');
    const changing = (newSecret: string): Promise<string> =>
      codeOf(client.request('access.changeSecret', { secret: KIM.secret, newSecret }));
    expect(await changing(KIM.secret)).toBe('access.secret-used');
    expect(await changing('2580')).toBe('access.password-rule');
    expect(await changing(secretOf('kim'))).toBe('no error');
    expect((await client.request('access.state', {})).due).toBeNull();
    expect((await admin.request('people.list', {}))[1]).toMatchObject({
      mustChangeSecret: false,
      lastSignedInAt: expect.any(String),
    });
  });

  it('has a language that follows to each screen, until it is taken back', async () => {
    const kim = await bed.add(admin, 'engineer', 'kim');
    expect((await kim.request('access.chooseLanguage', { language: 'de' })).person).toMatchObject({ language: 'de' });
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'person.changed',
      actor: 'kim',
      old: { language: null },
      new: { language: 'de' },
    });
    const there = bed.connect().client;
    await there.request('access.signIn', credentialsOf('kim'));
    expect((await there.request('access.state', {})).person).toMatchObject({ signInId: 'kim', language: 'de' });
    expect((await admin.request('access.state', {})).person).not.toHaveProperty('language');
    await kim.request('access.chooseLanguage', { language: null });
    expect((await there.request('access.state', {})).person).not.toHaveProperty('language');
    const nobody = bed.connect().client;
    expect(await codeOf(nobody.request('access.chooseLanguage', { language: 'ja' }))).toBe('access.signed-out');
    const unknown = { language: 'tlh' } as unknown as RequestInput<'access.chooseLanguage'>;
    expect(await codeOf(kim.request('access.chooseLanguage', unknown))).toBe('request.invalid');
  });

  it('has an id and a badge of their own', async () => {
    await admin.request('people.add', { ...KIM, badge: '0004711' });
    const adding = (wish: Partial<RequestInput<'people.add'>>): Promise<string> =>
      codeOf(admin.request('people.add', { ...KIM, signInId: 'lee', ...wish }));
    expect(await adding({ signInId: 'KIM' })).toBe('person.id-taken');
    expect(await adding({ signInId: '0004711' })).toBe('person.id-taken');
    expect(await adding({ badge: '0004711' })).toBe('person.badge-taken');
    expect(await adding({ badge: 'KIM ' })).toBe('request.invalid');
    expect(await adding({ signInId: 'station' })).toBe('request.invalid');
    await admin.request('people.deactivate', { signInId: 'kim' });
    expect(await adding({ signInId: 'kim' })).toBe('person.id-taken');
    expect(await codeOf(admin.request('people.change', { signInId: 'nobody', name: 'X' }))).toBe('person.not-found');
  });

  it('is changed by what differs alone', async () => {
    await admin.request('people.add', KIM);
    await admin.request('people.change', { signInId: 'kim', name: 'Kim Berg', badge: '0004711' });
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'person.changed',
      object: { kind: 'person', id: 'kim' },
      old: { badge: null },
      new: { badge: '0004711' },
    });
    const before = bed.entries().length;
    await admin.request('people.change', { signInId: 'kim', name: 'Kim Berg' });
    expect(bed.entries()).toHaveLength(before);
  });

  it('can never be deleted, by no program either', async () => {
    await admin.request('people.add', KIM);
    expect(() => bed.station.kernel.database.execute("DELETE FROM person WHERE sign_in_id = 'kim'")).toThrow(
      'never deleted',
    );
  });

  it('who forgot the secret gets another, and changes it', async () => {
    const kim = await bed.add(admin, 'engineer', 'kim');
    await admin.request('people.reset', { signInId: 'kim', secret: 'another first secret' });
    expect((await kim.request('access.state', {})).person).toBeNull();
    expect(await codeOf(kim.request('access.signIn', credentialsOf('kim')))).toBe('access.refused');
    const state = await kim.request('access.signIn', { id: 'kim', secret: 'another first secret' });
    expect(state.due).toBe('change-secret');
    expect(bed.actions().filter((action) => action.endsWith('person.reset'))).toEqual(['ada: person.reset']);
  });

  it('cannot take one of the last secrets again', async () => {
    const kim = await bed.add(admin, 'engineer', 'kim');
    const secrets = ['a', 'b', 'c', 'd'].map((letter) => `a secret of kim, ${letter}`);
    let secret = secretOf('kim');
    const change = async (newSecret: string): Promise<string> => {
      const answer = await codeOf(kim.request('access.changeSecret', { secret, newSecret }));
      if (answer === 'no error') secret = newSecret;
      return answer;
    };
    for (const newSecret of secrets.slice(0, 3)) expect(await change(newSecret)).toBe('no error');
    expect(await change(secretOf('kim'))).toBe('access.secret-used');
    expect(await change(secrets[3] ?? '')).toBe('no error');
    expect(await change(secretOf('kim'))).toBe('no error');
  });

  it('whose secret has expired changes it first', async () => {
    const kim = await bed.add(admin, 'engineer', 'kim');
    await admin.request('policies.change', { expiryDays: 30 });
    expect((await kim.request('access.state', {})).due).toBeNull();
    await bed.close();
    bed = new AccessBed(folder);
    const monthAgo = new Date(Date.now() - 31 * 24 * 3_600_000).toISOString();
    bed.station.kernel.database.prepare("UPDATE person_secret SET since = ? WHERE sign_in_id = 'kim'").run(monthAgo);
    await bed.close();
    bed = new AccessBed(folder);
    const { client } = bed.connect();
    expect((await client.request('access.signIn', credentialsOf('kim'))).due).toBe('change-secret');
  });

  it('who is an operator no more needs a password', async () => {
    await bed.add(admin, 'operator', 'olga');
    await admin.request('people.change', { signInId: 'olga', role: 'engineer' });
    const { client } = bed.connect();
    expect((await client.request('access.signIn', { id: 'olga', secret: '4711' })).due).toBe('change-secret');
  });
});

describe('the last administrator', () => {
  it('stays one', async () => {
    const only = { signInId: ADMIN.id };
    expect(await codeOf(admin.request('people.deactivate', only))).toBe('person.last-administrator');
    expect(await codeOf(admin.request('people.change', { ...only, role: 'quality' }))).toBe(
      'person.last-administrator',
    );
    await admin.request('people.add', { ...KIM, role: 'administrator' });
    expect(await codeOf(admin.request('people.deactivate', only))).toBe('no error');
    const { client } = bed.connect();
    await client.request('access.signIn', { id: 'kim', secret: KIM.secret });
    await client.request('access.changeSecret', { secret: KIM.secret, newSecret: secretOf('kim') });
    expect(await codeOf(client.request('people.deactivate', { signInId: 'kim' }))).toBe('person.last-administrator');
  });
});

describe('policies', () => {
  it('that another screen changed meanwhile are not overwritten', async () => {
    const seen = await admin.request('policies.get', {});
    await admin.request('policies.change', { lockAfter: 3 });
    expect(await codeOf(admin.request('policies.change', { lockAfter: 4, seen: { lockAfter: seen.lockAfter } }))).toBe(
      'settings.changed-meanwhile',
    );
    expect((await admin.request('policies.get', {})).lockAfter).toBe(3);
  });

  it('last over a restart; a stored value that is not allowed costs only itself', async () => {
    await admin.request('policies.change', { lockAfter: 3, noReuse: 7 });
    bed.station.kernel.database.prepare("UPDATE policy SET value = '99' WHERE name = 'lockAfter'").run();
    await bed.close();
    bed = new AccessBed(folder);
    const { client } = bed.connect();
    await client.request('access.signIn', ADMIN);
    expect(await client.request('policies.get', {})).toMatchObject({ lockAfter: 5, noReuse: 7 });
  });
});
