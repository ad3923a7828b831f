import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everydayChain } from '../../../electron/audit/chain.fixture.ts';
import { answer, holder, pemOf, stamper } from '../../../electron/cli/timeStampAuthority.fixture.ts';
import { type Ended, runCommand, startCommand } from '../commandLine.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('openssl is not installed: its time stamps are left out.');

const AT = new Date('2026-11-28T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'time-stamps-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

let database: string;
beforeAll(() => {
  const { chain, checkpoints } = everydayChain(folder);
  chain.close();
  database = chain.file;
  writeFileSync(at('it.checkpoint'), checkpoints.at(-1)!);
});

/** A command in the folder, whose files it names as they are called there. */
async function sigmaline(...words: string[]): Promise<Ended> {
  const elsewhere = process.cwd();
  process.chdir(folder);
  try {
    return await runCommand(words);
  } finally {
    process.chdir(elsewhere);
  }
}

describe('time stamps by the command line', () => {
  beforeAll(async () => {
    expect((await sigmaline('audit', 'stamp-request', 'it.checkpoint', '--out', 'it.tsq')).code).toBe(0);
    const root = await holder('Root', AT, { isAuthority: true });
    const signer = await stamper(AT, { issuer: root });
    writeFileSync(at('root.pem'), `The root of the plant\n${pemOf(root)}`);
    writeFileSync(at('other.pem'), pemOf(await holder('Other', AT, { isAuthority: true })));
    writeFileSync(at('it.tsr'), await answer(readFileSync(at('it.tsq')), { signer, at: AT }));
  });

  it('say since when a checkpoint existed', async () => {
    const words = ['audit', 'stamp-check', 'it.checkpoint', 'it.tsr', '--ca', 'root.pem'];
    const anchored = await startCommand(words, '', folder);
    expect(anchored).toMatchObject({
      code: 0,
      output:
        'time stamp holds: it.checkpoint existed at 2026-11-28T12:00:00.000Z, says CN=Stamps of the plant, serial number 2a\n',
    });
    const alone = await sigmaline('audit', 'stamp-check', 'it.checkpoint', 'it.tsr');
    expect([alone.code, alone.output]).toEqual([0, expect.stringContaining('\nnote: No certificate of the authority')]);
    const asJson = await sigmaline(
      'audit',
      'stamp-check',
      'it.checkpoint',
      'it.tsr',
      '--json',
      '--ca',
      'other.pem',
      '--ca',
      'root.pem',
    );
    expect(JSON.parse(asJson.output)).toMatchObject({ isValid: true, isTrusted: true, serial: '2a' });
  });

  it('say what is wrong', async () => {
    const foreign = await sigmaline('audit', 'stamp-check', 'it.checkpoint', 'it.tsr', '--ca', 'other.pem', '--json');
    expect(foreign.code).toBe(1);
    expect(JSON.parse(foreign.output)).toMatchObject({ isValid: false, fault: { code: 'stamp.untrusted' } });
    const request = await sigmaline('audit', 'stamp-check', 'it.checkpoint', 'it.tsq');
    expect([request.code, request.output]).toEqual([1, expect.stringContaining('[stamp.unreadable]')]);
    expect((await sigmaline('audit', 'stamp-check', 'it.checkpoint', 'none.tsr')).code).toBe(2);
    expect((await sigmaline('audit', 'stamp-check', 'it.checkpoint', 'it.tsr', '--ca', 'it.tsr')).code).toBe(2);
    const noCheckpoint = await sigmaline('audit', 'stamp-request', 'root.pem', '--out', 'never.tsq');
    expect([noCheckpoint.code, noCheckpoint.said]).toEqual([1, expect.stringContaining('[stamp.not-a-checkpoint]')]);
    expect(existsSync(at('never.tsq'))).toBe(false);
  });

  it('are told of beside the verification of a chain', async () => {
    const verify = (...words: string[]) =>
      sigmaline('verify', database, '--no-files', '--checkpoint', 'it.checkpoint', ...words);
    const without = await verify();
    expect([without.code, without.output]).toEqual([0, expect.not.stringContaining('time stamp')]);
    expect((await verify('--ca', 'root.pem')).code).toBe(2);
    copyFileSync(at('it.tsr'), at('it.checkpoint.tsr'));
    const stamped = await verify('--ca', 'root.pem');
    expect([stamped.code, stamped.output]).toEqual([
      0,
      expect.stringMatching(/^intact.*\ntime stamp holds: it.checkpoint existed at/s),
    ]);
    const foreign = await verify('--ca', 'other.pem', '--json');
    expect(foreign.code).toBe(1);
    expect(JSON.parse(foreign.output)).toMatchObject({
      isIntact: true,
      timeStamps: [{ checkpoint: 'it.checkpoint', isValid: false, fault: { code: 'stamp.untrusted' } }],
    });
  });
});

function configuration(hash: string, certificateHash: string): string {
  return `[tsa]
default_tsa = plant
[plant]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./between.pem
signer_key = ./tsa.key
signer_digest = ${hash}
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1, millisecs:500, microsecs:100
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = ${certificateHash}
`;
}

describe.runIf(hasOpenssl)("OpenSSL's time stamps", () => {
  const openssl = (...words: string[]) =>
    execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  const issue = (name: string, key: readonly string[], by: string | null, extensions: string) => {
    writeFileSync(at(`${name}.cnf`), `[req]\ndistinguished_name = name\n[name]\n[given]\n${extensions}\n`);
    const signedBy = by === null ? [] : ['-CA', `${by}.pem`, '-CAkey', `${by}.key`];
    openssl(
      'req',
      '-x509',
      '-new',
      '-nodes',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '30',
      '-subj',
      `/O=Plant/CN=${name}`,
      '-config',
      `${name}.cnf`,
      '-extensions',
      'given',
      ...signedBy,
    );
  };
  const authority =
    'basicConstraints = critical, CA:true\nkeyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash';
  const reply = (hash: string, certificateHash: string) => {
    writeFileSync(at('ts.cnf'), configuration(hash, certificateHash));
    openssl('ts', '-reply', '-queryfile', 'it.tsq', '-config', 'ts.cnf', '-out', 'openssl.tsr');
    return sigmaline('audit', 'stamp-check', 'it.checkpoint', 'openssl.tsr', '--ca', 'ca.pem', '--json');
  };

  beforeAll(async () => {
    writeFileSync(at('serial'), '01');
    await sigmaline('audit', 'stamp-request', 'it.checkpoint', '--out', 'it.tsq');
    issue('ca', ['-newkey', 'rsa:2048'], null, authority);
    issue('between', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], 'ca', authority);
  });

  it('take our requests, and hold by ours and by its verification', async () => {
    expect(openssl('ts', '-query', '-in', 'it.tsq', '-text')).toMatch(
      /Hash Algorithm: sha256.*Certificate required: yes/s,
    );
    for (const key of [
      ['-newkey', 'rsa:2048'],
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ]) {
      issue('tsa', key, 'between', 'keyUsage = critical, digitalSignature\nextendedKeyUsage = critical, timeStamping');
      for (const hash of ['sha256', 'sha512']) {
        const { code, output } = await reply(hash, hash);
        expect([code, JSON.parse(output)]).toEqual([
          0,
          expect.objectContaining({ isValid: true, isTrusted: true, authority: 'O=Plant, CN=tsa' }),
        ]);
        expect(
          openssl(
            'ts',
            '-verify',
            '-queryfile',
            'it.tsq',
            '-in',
            'openssl.tsr',
            '-CAfile',
            'ca.pem',
            '-untrusted',
            'between.pem',
          ),
        ).toContain('OK');
        const told = Date.parse((JSON.parse(output) as { at: string }).at);
        expect(Math.abs(Date.now() - told)).toBeLessThan(60_000);
      }
    }
  });

  it('are refused where they rely on SHA-1', async () => {
    expect(JSON.parse((await reply('sha256', 'sha1')).output)).toMatchObject({
      fault: { code: 'stamp.other-certificate' },
    });
    expect(JSON.parse((await reply('sha1', 'sha256')).output)).toMatchObject({ fault: { code: 'stamp.hash' } });
  });
});
