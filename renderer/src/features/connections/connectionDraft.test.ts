import { describe, expect, it } from 'vitest';
import { CONNECTION_KINDS, connectionSettingsSchema } from '../../../../shared/domain/index.ts';
import { connectionDraftOf, connectionInWords, newConnection, settingsOf, warningOf } from './connectionDraft.ts';

const MQTT = { kind: 'mqtt', url: 'mqtts://broker.plant:8883', prefix: 'hall-2', types: ['record'] } as const;
const ID = '11111111-1111-4111-8111-111111111111';
const PEM = '-----BEGIN CERTIFICATE-----\nAAAA0123456789abcdef\n-----END CERTIFICATE-----\n';

describe('the form of a connection', () => {
  it.each([
    { kind: 'modbus', port: 1502, wordOrder: 'low-first', allows: { announce: false, recipe: true, bypass: true } },
    { kind: 'opcua', allowsAnonymous: true, historySize: 5 },
    MQTT,
    { kind: 'webhook', url: 'https://mes.plant/in', batch: 50, timeoutSeconds: 2.5 },
    { kind: 'files', folder: '/mnt/mes', each: false, format: 'json' },
    { kind: 'postgres', host: 'db', database: 'q', user: 's', tls: 'required', begins: 'now' },
  ])('gives every setting of $kind back as it was', (given) => {
    const settings = connectionSettingsSchema.parse(given);
    const draft = connectionDraftOf({ name: 'One', settings });
    expect(settingsOf(settings.kind, draft)).toEqual({ settings });
  });

  it('is empty where something must be given, and says so beside the field', () => {
    const missing = CONNECTION_KINDS.map((kind) => {
      const read = settingsOf(kind, connectionDraftOf(newConnection(kind), true));
      return [kind, 'errors' in read ? Object.keys(read.errors).sort() : []];
    });
    expect(Object.fromEntries(missing)).toEqual({
      modbus: [],
      opcua: [],
      mqtt: ['url'],
      webhook: ['url'],
      files: ['folder'],
      postgres: ['database', 'host', 'user'],
    });
  });

  it('takes no number that is none, no empty choice and no name of spaces', () => {
    const settings = connectionSettingsSchema.parse(MQTT);
    const draft = { ...connectionDraftOf({ name: ' ', settings }), types: [], validMs: '', tries: 'five' };
    const read = settingsOf('mqtt', draft);
    expect('errors' in read && Object.keys(read.errors).sort()).toEqual(['name', 'tries', 'types', 'validMs']);
  });

  it.each([
    ['modbus', { address: '127.0.0.1' }, null],
    ['modbus', { address: '0.0.0.0' }, 'connection.no-authentication'],
    ['opcua', { address: '0.0.0.0' }, null],
    ['mqtt', { url: 'mqtt://broker:1883' }, 'connection.not-encrypted'],
    ['mqtt', { url: 'mqtt://localhost:1883' }, null],
    ['mqtt', { url: 'mqtts://broker' }, null],
    ['postgres', { host: 'db', tls: 'off' }, 'connection.not-encrypted'],
  ] as const)('warns of what others reach: %s at %o', (kind, typed, code) => {
    expect(warningOf(kind, { ...connectionDraftOf(newConnection(kind), true), ...typed })?.code ?? null).toBe(code);
  });

  it('says in words what another screen made of each setting', () => {
    const settings = connectionSettingsSchema.parse({
      ...MQTT,
      authority: PEM,
      sources: [ID],
      allows: { bypass: true },
    });
    expect(connectionInWords({ name: 'Broker', settings }, () => 'Camera 1')).toMatchObject({
      ...{ name: 'Broker', format: 'JSON', prefix: 'hall-2', sources: 'Camera 1', types: 'Records', bypass: 'Yes' },
      ...{ recipe: 'No', authority: '… 456789abcdef', validMs: '2000', begins: 'What comes from now on' },
    });
  });
});
