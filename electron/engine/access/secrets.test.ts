import { describe, expect, it } from 'vitest';
import type { SigmalineError } from '../../../shared/domain/index.ts';
import { QUICK } from './access.fixture.ts';
import { kindOf, requireGoodSecret } from './secretRules.ts';
import { Secrets } from './secrets.ts';

describe('the hash of a secret', () => {
  it('is that of scrypt with its parameters, and another one each time', async () => {
    const secrets = new Secrets(QUICK);
    const [first, second] = [await secrets.hash('2580'), await secrets.hash('2580')];
    expect(first).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(first).not.toBe(second);
    expect([await secrets.verify('2580', second), await secrets.verify('2581', second)]).toEqual([true, false]);
  });

  it('is the one of RFC 7914, section 12', async () => {
    const salt = Buffer.from('SodiumChloride').toString('base64').replace(/=+$/, '');
    const hash =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
    const stored = `$scrypt$ln=14,r=8,p=1$${salt}$${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}`;
    expect(await new Secrets().verify('pleaseletmein', stored)).toBe(true);
  });

  it('stays valid when the cost of new ones changes', async () => {
    const stored = await new Secrets({ ln: 9 }).hash('correct horse');
    expect(await new Secrets({ ln: 11 }).verify('correct horse', stored)).toBe(true);
  });

  it('is the same however the signs were typed', async () => {
    const secrets = new Secrets(QUICK);
    expect(await secrets.verify('pru\u0308fung der ringe', await secrets.hash('prüfung der ringe'))).toBe(true);
  });

  it('is looked for also where there is none, and never found', async () => {
    const secrets = new Secrets(QUICK);
    expect(await secrets.verify('2580', null)).toBe(false);
    expect(await secrets.verify('', '')).toBe(false);
  });

  it('is computed by two at once at most; who comes behind many is sent away', async () => {
    const secrets = new Secrets({ ln: 14 });
    const tries = Array.from({ length: 20 }, () =>
      secrets.hash('2580').then(
        () => 'done',
        (thrown: unknown) => (thrown as SigmalineError).code,
      ),
    );
    const answers = Map.groupBy(await Promise.all(tries), (answer) => answer);
    expect([answers.get('done')?.length, answers.get('access.too-often')?.length]).toEqual([10, 10]);
  });
});

describe('a good secret', () => {
  const olga = { signInId: 'olga', role: 'operator' } as const;
  const kim = { signInId: 'kim', role: 'engineer' } as const;

  it.each([
    [olga, '2580', 'good'],
    [olga, '25801470', 'good'],
    [olga, '258', 'access.pin-rule'],
    [olga, '258014709', 'access.pin-rule'],
    [olga, '1111', 'access.secret-obvious'],
    [olga, '4567', 'access.secret-obvious'],
    [olga, '8765', 'access.secret-obvious'],
    [olga, 'short words', 'access.password-rule'],
    [olga, 'words that are long', 'good'],
    [kim, '2580', 'access.password-rule'],
    [kim, 'short words', 'access.password-rule'],
    [kim, '258014703691', 'good'],
    [kim, 'zzzzzzzzzzzzzz', 'access.secret-obvious'],
    [kim, 'abcdefghijklmn', 'access.secret-obvious'],
    [{ ...kim, signInId: 'kim.and.the.others' }, 'Kim.and.the.others', 'access.secret-obvious'],
  ] as const)('of %j is not %s unless it is good: %s', (owner, secret, expected) => {
    const judge = (): string => {
      try {
        requireGoodSecret(secret, owner, 12);
        return 'good';
      } catch (thrown) {
        return (thrown as SigmalineError).code;
      }
    };
    expect(judge()).toBe(expected);
  });

  it('is a PIN or a password', () => {
    const kinds = ['2580', '25801470', '258014701', 'words'].map((secret) => kindOf(secret, 'operator'));
    expect(kinds).toEqual(['pin', 'pin', 'password', 'password']);
    expect(kindOf('25801470', 'engineer')).toBe('password');
  });
});
