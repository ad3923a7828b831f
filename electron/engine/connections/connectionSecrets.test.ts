import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connectionIdSchema, connectionSettingsSchema } from '../../../shared/domain/index.ts';
import { selfSigned } from '../../cli/tlsCertificate.ts';
import { ConnectionSecrets, requireReadable } from './connectionSecrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmaline-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const own = await selfSigned(folder, '127.0.0.1');
const mqtt = (certificate: string, authority = '') =>
  connectionSettingsSchema.parse({ kind: 'mqtt', url: 'mqtts://broker.plant', certificate, authority });
const name = (field: string) => ({ code: `connection.name-${field}`, details: {} });

it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'])(
  'a %s pasted beside a certificate is refused before it is in the settings and the audit chain',
  (kind) => {
    const pem = `${own.certificate}-----BEGIN ${kind}-----\nMIIE\n-----END ${kind}-----\n`;
    expect(() => requireReadable(mqtt(pem), {})).toThrow(
      expect.objectContaining({ code: 'connection.secret-in-settings', details: { field: name('certificate') } }),
    );
  },
);

it('a certificate alone is no secret, and a secret that the kind does not know is refused', () => {
  requireReadable(mqtt(own.certificate), { key: own.key });
  expect(() => requireReadable(mqtt(''), { token: 'x' })).toThrow(
    expect.objectContaining({ code: 'connection.secret-unknown' }),
  );
});

it.each([
  'hello',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  own.certificate.slice(0, 300),
  `${own.certificate}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`,
])('what is no certificate is told of when it is saved, not passed over when it is used', (pem) => {
  for (const [field, settings] of [
    ['authority', mqtt('', pem)],
    ['certificate', mqtt(pem)],
  ] as const)
    expect(() => requireReadable(settings, {})).toThrow(
      expect.objectContaining({ code: 'connection.not-certificate', details: { field: name(field) } }),
    );
  expect(() => requireReadable(mqtt(''), { key: pem })).toThrow(
    expect.objectContaining({ code: 'connection.not-key', details: { secret: name('key') } }),
  );
  requireReadable(mqtt('', own.certificate + own.certificate), { key: null });
});

it('an auditor learns which secret was set, replaced or removed, and whoever reads the file learns nothing where it is sealed', () => {
  const id = connectionIdSchema.parse('44444444-4444-4444-8444-444444444444');
  const seal = new Uint8Array(32).fill(7);
  const secrets = new ConnectionSecrets(folder, seal);
  const after = (changes: Record<string, string | null>) => {
    const done = secrets.doneBy(id, changes);
    secrets.change(id, changes);
    return done;
  };
  expect(after({ password: 'hunter-2' })).toEqual({ password: 'set' });
  expect(after({ password: 'hunter-3', key: null })).toEqual({ password: 'replaced' });
  expect(new ConnectionSecrets(folder, seal).of(id)).toEqual({ password: 'hunter-3' });
  expect(readFileSync(join(folder, 'connections.secrets'), 'latin1')).not.toContain('hunter');
  expect(after({ password: null })).toEqual({ password: 'removed' });
  expect(new ConnectionSecrets(folder, seal).of(id)).toEqual({});
  // Sealed by a system that is not there any more: said, and never taken for none.
  expect(new ConnectionSecrets(folder, null).problem).toMatch(/sealed/);
});

it('a signing secret of another form is told of when it is saved, not when the first message waits', () => {
  const webhook = connectionSettingsSchema.parse({ kind: 'webhook', url: 'https://mes.plant/' });
  const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
  for (const secret of ['short', base64(32), `whsec_${base64(23)}`, `whsec_${base64(65)}`, `whsec_${'A'.repeat(33)}`])
    expect(() => requireReadable(webhook, { secret })).toThrow(
      expect.objectContaining({
        code: 'connection.secret-form',
        details: expect.objectContaining({ secret: name('secret') }),
      }),
    );
  for (const secret of [`whsec_${base64(24)}`, ` whsec_${base64(64)} `, null]) requireReadable(webhook, { secret });
});
