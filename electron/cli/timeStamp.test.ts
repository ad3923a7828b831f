import { createHash, X509Certificate } from 'node:crypto';
import { TimeStampReq } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTimeStamp, timeStampRequest } from './timeStamp.ts';
import {
  answer,
  type Holder,
  holder,
  pemOf,
  refusal,
  type StampOptions,
  stamper,
  unknownCritical,
} from './timeStampAuthority.fixture.ts';

const AT = new Date('2026-11-28T12:00:00.250Z');
const LATER = new Date('2027-01-01T00:00:00Z');
const CHECKPOINT = Buffer.from('sigmaline/7f1c9a52\n4096\nhead\n\n— sigmaline/7f1c9a52 signature\n');

let root: Holder;
let signer: Holder;
beforeAll(async () => {
  root = await holder('Root of the plant', AT, { isAuthority: true });
  signer = await stamper(AT, { issuer: root });
});

const x509 = (one: Holder) => new X509Certificate(pemOf(one));
const stamp = (options: Partial<StampOptions> = {}) =>
  answer(timeStampRequest(CHECKPOINT), { signer, at: AT, ...options });
const check = (response: Uint8Array, authorities: readonly Holder[] = [], bytes: Uint8Array = CHECKPOINT) =>
  checkTimeStamp(bytes, response, 'it.tsr', authorities.map(x509));
/** The code of what is wrong. */
const fault = (...given: Parameters<typeof check>): Promise<unknown> =>
  check(...given).then(
    () => 'none',
    (thrown: { readonly code: unknown }) => thrown.code,
  );

describe('a request for a time stamp', () => {
  it('asks for the SHA-256 of exactly these bytes, for the certificate, and each time with another nonce', () => {
    const [one, other] = [1, 2].map(() => TimeStampReq.fromBER(timeStampRequest(CHECKPOINT)));
    expect(one?.version).toBe(1);
    expect(one?.certReq).toBe(true);
    const { hashAlgorithm, hashedMessage } = one!.messageImprint;
    expect(hashAlgorithm.algorithmId).toBe('2.16.840.1.101.3.4.2.1');
    expect(Buffer.from(hashedMessage.valueBlock.valueHexView)).toEqual(
      createHash('sha256').update(CHECKPOINT).digest(),
    );
    expect(one?.nonce?.toBigInt()).toBeGreaterThan(2n ** 61n);
    expect(one?.nonce?.isEqual(other?.nonce)).toBe(false);
  });
});

describe('a time stamp', () => {
  it('says since when the bytes existed, and who says so', async () => {
    expect(await check(await stamp(), [root])).toEqual({
      at: '2026-11-28T12:00:00.250Z',
      authority: 'CN=Stamps of the plant',
      serial: '2a',
      fingerprint: x509(signer).fingerprint256,
      isTrusted: true,
    });
    expect(await check(await stamp())).toMatchObject({ isTrusted: false });
    // The certificate of the authority itself may be given.
    expect(await check(await stamp(), [signer])).toMatchObject({ isTrusted: true });
  });

  it('is not one for other bytes', async () => {
    const response = await stamp();
    expect(await fault(response, [root], Buffer.concat([CHECKPOINT, Buffer.from('\n')]))).toBe('stamp.other-file');
    const other = await answer(timeStampRequest(Buffer.from('other')), { signer, at: AT });
    expect(await fault(other, [root])).toBe('stamp.other-file');
  });

  it('loses its force with a byte that is changed in what it says, in its signature and in the certificate', async () => {
    const response = Buffer.from(await stamp());
    expect(await fault(response, [root])).toBe('none');
    const codes = new Set<unknown>();
    for (let index = 0; index < response.length; index += 3) {
      const changed = Buffer.from(response);
      changed[index] = changed[index]! ^ 0x01;
      const code = await fault(changed, [root]);
      // Versions, the list of digests and the outer lengths are not signed, nor do they say anything.
      if (code === 'none') expect(await check(changed, [root])).toEqual(await check(response, [root]));
      codes.add(code);
    }
    expect([...codes]).toEqual(
      expect.arrayContaining(['stamp.unreadable', 'stamp.signature', 'stamp.other-file', 'stamp.other-certificate']),
    );
    expect(codes).not.toContain(undefined);
  });

  it.each([0, 1, 2, 100, 500])('that is cut off after %i bytes cannot be read', async (length) => {
    expect(await fault((await stamp()).subarray(0, length))).toBe('stamp.unreadable');
  });

  it('that the authority refused says why', async () => {
    await expect(check(refusal('The hash is not accepted.'))).rejects.toThrow('status 2; The hash is not accepted.');
  });

  it('must be signed with a hash that can be trusted, for what it is, and hold the certificate that the signature names', async () => {
    expect(await fault(await stamp({ digest: 'SHA-1' }))).toBe('stamp.hash');
    expect(await fault(await stamp({ contentType: '1.2.840.113549.1.7.1' }))).toBe('stamp.unreadable');
    expect(await fault(await stamp({ isWithoutCertificates: true }))).toBe('stamp.no-certificate');
    // The same name, number and key: only the certificate's hash tells them apart.
    const other = await stamper(AT, { issuer: root, keys: signer.keys });
    expect(await fault(await stamp({ named: other }))).toBe('stamp.other-certificate');
  });

  it('must come from a certificate for time stamps alone that was valid then', async () => {
    const by = async (options: Parameters<typeof stamper>[1], at = AT) =>
      fault(await stamp({ signer: await stamper(AT, { issuer: root, ...options }), at }), [root]);
    expect(await by({})).toBe('none');
    expect(await by({ purposes: [] })).toBe('stamp.purpose');
    expect(await by({ purposes: ['1.3.6.1.5.5.7.3.1'] })).toBe('stamp.purpose');
    expect(await by({ purposes: ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.1'] })).toBe('stamp.purpose');
    expect(await by({ isPurposeCritical: false })).toBe('stamp.purpose');
    expect(await by({ notAfter: AT }, LATER)).toBe('stamp.expired');
    expect(await by({ notBefore: LATER })).toBe('stamp.expired');
    // Expired since, but not when it signed.
    const past = new Date('2016-01-01T00:00:00Z');
    const old = await holder('Old root', past, { isAuthority: true });
    const response = await stamp({ signer: await stamper(past, { issuer: old }), at: past });
    expect(await check(response, [old])).toMatchObject({ at: '2016-01-01T00:00:00.000Z', isTrusted: true });
  });
});

describe('the way to an authority that is trusted', () => {
  it('goes over certificates that came along', async () => {
    const between = await holder('Between', AT, { isAuthority: true, issuer: root });
    const under = await stamper(AT, { issuer: between });
    expect(await fault(await stamp({ signer: under, others: [between] }), [root])).toBe('none');
    expect(await fault(await stamp({ signer: under, others: [between] }), [between])).toBe('none');
    expect(await fault(await stamp({ signer: under }), [root])).toBe('stamp.untrusted');
    expect(await fault(await stamp({ signer: under }), [root, between])).toBe('none');
  });

  it('does not lead to others, even under the same name', async () => {
    const namesake = await holder('Root of the plant', AT, { isAuthority: true });
    expect(await fault(await stamp({ others: [root] }), [namesake])).toBe('stamp.untrusted');
    expect(await fault(await stamp(), [namesake, root])).toBe('none');
  });

  it.each([
    ['is no authority', { isAuthority: false }],
    ['had ended', { isAuthority: true, notAfter: new Date(AT.getTime() - 1000) }],
    ['had not begun', { isAuthority: true, notBefore: new Date(AT.getTime() + 1000) }],
    ['has something critical that is not known', { isAuthority: true, extra: [unknownCritical] }],
  ])('does not go over a certificate that %s', async (_, options) => {
    const between = await holder('Between', AT, { issuer: root, ...options });
    const under = await stamper(AT, { issuer: between });
    expect(await fault(await stamp({ signer: under, others: [between] }), [root])).toBe('stamp.untrusted');
  });

  it('is no longer than its certificates allow', async () => {
    const strict = await holder('Strict root', AT, { isAuthority: true, pathLength: 0 });
    const direct = await stamper(AT, { issuer: strict });
    expect(await fault(await stamp({ signer: direct }), [strict])).toBe('none');
    const between = await holder('Between', AT, { isAuthority: true, issuer: strict });
    const under = await stamper(AT, { issuer: between });
    expect(await fault(await stamp({ signer: under, others: [between] }), [strict])).toBe('stamp.untrusted');
  });

  it('ends where certificates sign each other', async () => {
    const [one, two] = [await holder('One', AT, { isAuthority: true }), await holder('Two', AT, { isAuthority: true })];
    const oneByTwo = await holder('One', AT, { isAuthority: true, issuer: two, keys: one.keys });
    const twoByOne = await holder('Two', AT, { isAuthority: true, issuer: one, keys: two.keys });
    const under = await stamper(AT, { issuer: one });
    expect(await fault(await stamp({ signer: under, others: [oneByTwo, twoByOne] }), [root])).toBe('stamp.untrusted');
    expect(await fault(await stamp({ signer: under, others: [oneByTwo, twoByOne] }), [two])).toBe('none');
  });
});
