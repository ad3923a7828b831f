import { z } from 'zod';
import {
  connectionIdSchema,
  connectionReportSchema,
  connectionSettingsSchema,
  connectionTestSchema,
  deliverySchema,
  lineCommandSchema,
} from '../domain/connection.ts';
import { errorFactSchema } from '../domain/errors.ts';
import { messageTypeSchema } from '../domain/outboxMessage.ts';
import { outletViewSchema } from '../domain/outlet.ts';
import { defineRequests, ENGINEERS, READERS } from './define.ts';

const nameSchema = z.string().trim().min(1).max(80);
const isOn = z.boolean();
/** Secrets to be set; null removes one. What is left out stays. */
const secretsSchema = z.record(z.string().max(40), z.string().min(1).max(100_000).nullable());

export const connectionSchema = z.object({
  id: connectionIdSchema,
  name: nameSchema,
  isOn,
  settings: connectionSettingsSchema,
  /** Which secrets are set; nobody can read them. */
  secrets: z.array(z.string()),
  report: connectionReportSchema,
  /** Null where it sends no history. */
  delivery: deliverySchema.nullable(),
  /** Certificates of programs that knocked, about which nobody has decided. */
  knocking: z.number().int().nonnegative(),
});
export type Connection = z.infer<typeof connectionSchema>;

const certificateSchema = z.object({
  /** SHA-256 of the certificate, as pairs of hexadecimal digits. */
  fingerprint: z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  /** The whole name, such as "CN=PLC of the press, O=Plant". */
  subject: z.string(),
  /** Who signed it; the same name where it is its own. */
  issuer: z.string(),
  /** What a program calls itself in OPC UA; null where it says nothing. */
  application: z.string().nullable(),
  /** Whoever trusts it trusts all that it has signed. */
  isAuthority: z.boolean(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
});
/** `waiting`: it knocked and nobody has decided. */
const trustSchema = z.enum(['waiting', 'trusted', 'refused']);
export type Trust = z.infer<typeof trustSchema>;

/** The certificate of a program that wants to connect. */
export const clientCertificateSchema = certificateSchema.extend({
  trust: trustSchema,
  /** When it knocked first. */
  since: z.iso.datetime(),
});
export type ClientCertificate = z.infer<typeof clientCertificateSchema>;

/** Whom a connection lets in; of a kind without certificates nobody and nothing. */
export const certificatesSchema = z.object({
  /** The station's own, which is to be trusted at the other end. Null until the connection was open for the first time. */
  own: certificateSchema.extend({ pem: z.string() }).nullable(),
  /** Those that wait come first, then the newest. */
  clients: z.array(clientCertificateSchema),
  /** More knocked than are kept: how many were dropped, the oldest first, and when the last ones. */
  dropped: z.object({ count: z.number().int(), at: z.iso.datetime() }).nullable(),
});
export type Certificates = z.infer<typeof certificatesSchema>;

/** A message that the receiver refused. */
export const setAsideSchema = z.object({
  sequence: z.number().int(),
  type: messageTypeSchema,
  /** The action of its entry, and the number and file of its record where it is about one. */
  action: z.string(),
  number: z.number().int().nullable(),
  error: errorFactSchema,
  tries: z.number().int(),
  at: z.iso.datetime(),
});
export type SetAside = z.infer<typeof setAsideSchema>;

const CHANGING = { changes: true, roles: ENGINEERS } as const;
const changeSchema = z.object({
  name: nameSchema.optional(),
  isOn: isOn.optional(),
  settings: connectionSettingsSchema.optional(),
});

export const connectionRequests = defineRequests({
  'connection.list': {
    input: z.object({}),
    output: z.array(connectionSchema),
    roles: READERS,
    errors: [],
  },
  /** Makes a connection. It is off until somebody switches it on. */
  'connection.create': {
    input: z.object({ name: nameSchema, settings: connectionSettingsSchema, secrets: secretsSchema.default({}) }),
    output: connectionSchema,
    ...CHANGING,
    errors: [
      'connection.name-taken',
      'connection.secret-unknown',
      'connection.secret-in-settings',
      'connection.not-certificate',
      'connection.not-key',
      'connection.secret-form',
      'connection.secrets-unreadable',
    ],
  },
  'connection.change': {
    input: changeSchema.extend({
      id: connectionIdSchema,
      secrets: secretsSchema.default({}),
      /** What was seen of it before: where somebody else changed the same meanwhile, nothing is written. */
      seen: changeSchema.optional(),
    }),
    output: connectionSchema,
    ...CHANGING,
    errors: [
      'connection.not-found',
      'settings.changed-meanwhile',
      'connection.name-taken',
      'connection.other-kind',
      'connection.secret-unknown',
      'connection.secret-in-settings',
      'connection.not-certificate',
      'connection.not-key',
      'connection.secret-form',
      'connection.secrets-unreadable',
    ],
  },
  'connection.remove': {
    /** Where somebody else changed what was `seen` of it, it stays. */
    input: z.object({ id: connectionIdSchema, seen: changeSchema.optional() }),
    output: z.object({}),
    ...CHANGING,
    errors: ['connection.not-found', 'connection.changed-meanwhile', 'connection.secrets-unreadable'],
  },
  /** Tries a connection that is on to its other end, with a message that is marked as a test. */
  'connection.test': {
    input: z.object({ id: connectionIdSchema }),
    output: connectionTestSchema,
    ...CHANGING,
    errors: ['connection.not-found', 'connection.is-off', 'connection.timeout'],
  },
  /** Messages that its receiver refused, the newest first. */
  'connection.setAside': {
    input: z.object({ id: connectionIdSchema, limit: z.number().int().min(1).max(1000).default(100) }),
    output: z.array(setAsideSchema),
    roles: READERS,
    errors: ['connection.not-found'],
  },
  /** Sends messages that were set aside once more; all of them where none is named. Where one that is named was taken meanwhile, none is sent. */
  'connection.sendAgain': {
    input: z.object({ id: connectionIdSchema, sequences: z.array(z.number().int()).max(1000).default([]) }),
    output: z.object({ count: z.number().int() }),
    ...CHANGING,
    errors: ['connection.not-found', 'connection.aside-over', 'connection.is-off', 'connection.timeout'],
  },
  /** Whose certificates it knows. */
  'connection.certificates': {
    input: z.object({ id: connectionIdSchema }),
    output: certificatesSchema,
    roles: READERS,
    errors: ['connection.not-found'],
  },
  /** Trusts a certificate or refuses it. One that is refused is cut off at once. Where somebody else decided what was `seen` of it, nothing is changed. */
  'connection.trust': {
    input: z.object({
      id: connectionIdSchema,
      fingerprint: certificateSchema.shape.fingerprint,
      isTrusted: z.boolean(),
      seen: trustSchema,
    }),
    output: certificatesSchema,
    ...CHANGING,
    errors: [
      'connection.not-found',
      'connection.certificate-unknown',
      'connection.changed-meanwhile',
      'connection.folder',
    ],
  },
  /** Makes the station a new certificate and opens the connection anew. `seen` is the fingerprint of the one that it takes the place of. */
  'connection.renewCertificate': {
    input: z.object({ id: connectionIdSchema, seen: certificateSchema.shape.fingerprint }),
    output: certificatesSchema,
    ...CHANGING,
    errors: ['connection.not-found', 'connection.changed-meanwhile', 'connection.folder', 'connection.timeout'],
  },
  /** Plays the line: asks what a machine would ask over this connection. */
  'connection.play': {
    input: z.object({ id: connectionIdSchema, command: lineCommandSchema }),
    output: z.object({ error: errorFactSchema.nullable() }),
    ...CHANGING,
    errors: ['connection.not-found', 'connection.is-off', 'connection.timeout'],
  },
  /** What machines read of this connection now, and the heartbeat that counts while the engine is heard. */
  'connection.read': {
    input: z.object({ id: connectionIdSchema }),
    output: z.object({ views: z.array(outletViewSchema), heartbeat: z.number().int() }),
    roles: READERS,
    errors: ['connection.not-found', 'connection.is-off', 'connection.timeout'],
  },
});
