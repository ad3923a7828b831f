import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContractClient, Handlers } from '../../../shared/contract/index.ts';
import { localTime, recipeIdSchema } from '../../../shared/domain/index.ts';
import { AccessBed, ADMIN, codeOf, secretOf } from './access.fixture.ts';

const OBJECT = { kind: 'recipe', id: 'ring@2' };
const HASH = 'a1'.repeat(32);
const USE = { version: 2, since: null, by: null };

let folder: string;
let bed: AccessBed;
let admin: ContractClient;
let chosen: number;

/** A handler that signs, as that of any feature. */
const handlers: Partial<Handlers> = {
  'recipe.use': ({ signature }, caller) =>
    bed.access.signatures.sign(caller, signature!, OBJECT, HASH, () => {
      if (signature!.reason === 'fails') throw new Error('the disk is full');
      chosen += 1;
      return USE;
    }),
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-signatures-'));
  bed = new AccessBed(folder, handlers);
  admin = await bed.protect();
  chosen = 0;
});

afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

const signing = (client: ContractClient, id: string | undefined, secret: string, reason = 'Compared with version 1') =>
  codeOf(
    client.request('recipe.use', {
      id: recipeIdSchema.parse('ring'),
      version: 2,
      signature: { id, secret, meaning: 'approved', reason },
    }),
  );

describe('a signature', () => {
  it('needs id and secret at first, and the secret alone afterwards, in each session anew', async () => {
    expect(await signing(admin, undefined, ADMIN.secret)).toBe('signature.both');
    expect(await signing(admin, ADMIN.id, ADMIN.secret)).toBe('no error');
    expect((await admin.request('access.state', {})).person?.hasSigned).toBe(true);
    expect(await signing(admin, undefined, ADMIN.secret)).toBe('no error');
    await admin.request('access.signIn', ADMIN);
    expect(await signing(admin, undefined, ADMIN.secret)).toBe('signature.both');
    expect(chosen).toBe(2);
  });

  it('is that of whoever is signed in, with the right secret', async () => {
    const kim = await bed.add(admin, 'engineer', 'kim');
    expect(await signing(kim, 'kim', 'wrong')).toBe('access.refused');
    expect(await signing(kim, ADMIN.id, ADMIN.secret)).toBe('signature.other-person');
    const { client } = bed.connect();
    expect(await signing(client, 'kim', secretOf('kim'))).toBe('access.signed-out');
    expect(await admin.request('signatures.of', OBJECT)).toEqual([]);
    expect(chosen).toBe(0);
  });

  it('says who, when, what for and why, and is bound to what was signed', async () => {
    await signing(admin, ADMIN.id, ADMIN.secret);
    expect(await admin.request('signatures.of', OBJECT)).toEqual([
      {
        signInId: 'ada',
        name: 'Ada Lovelace',
        role: 'administrator',
        meaning: 'approved',
        reason: 'Compared with version 1',
        at: expect.stringMatching(/Z$/),
        local: expect.stringMatching(/[+-]\d\d:\d\d$/),
        hash: HASH,
      },
    ]);
    expect(await admin.request('signatures.of', { ...OBJECT, id: 'ring@1' })).toEqual([]);
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'signature.made',
      actor: 'ada',
      object: OBJECT,
      new: { object: OBJECT, hash: HASH, meaning: 'approved', name: 'Ada Lovelace' },
    });
  });

  it('is not there if what it is for was not done', async () => {
    expect(await signing(admin, ADMIN.id, ADMIN.secret, 'fails')).toBe('internal');
    expect(await admin.request('signatures.of', OBJECT)).toEqual([]);
  });

  it('is not possible at an open station, which has nobody to sign', async () => {
    await bed.close();
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'sigmaline-signatures-'));
    bed = new AccessBed(folder, handlers);
    expect(await signing(bed.connect().client, 'ada', 'x')).toBe('access.open');
  });
});

it.each([
  [60, '2026-11-28T13:00:00.120+01:00'],
  [-210, '2026-11-28T08:30:00.120-03:30'],
  [0, '2026-11-28T12:00:00.120+00:00'],
  [345, '2026-11-28T17:45:00.120+05:45'],
])('the time on the wall, %i minutes off, has its offset', (minutes, expected) => {
  const time = new Date('2026-11-28T12:00:00.120Z');
  expect(localTime(time, minutes)).toBe(expected);
  expect(Date.parse(expected)).toBe(time.getTime());
});
