import { z } from 'zod';
import { type ErrorFact, errorFactSchema, SigmalineError } from './errors.ts';
import { sourceIdSchema } from './ids.ts';
import { messageTypeSchema } from './outboxMessage.ts';
import { verdictSchema } from './verdict.ts';

const port = z.number().int().min(1).max(65_535);
const host = z.string().trim().min(1).max(255);
/** An address that a service of ours listens on: this machine alone until an engineer chooses another. */
const listenAddress = host.default('127.0.0.1');

/** How results stand for machines, in whatever protocol. */
const outletFields = {
  /** The sources that it tells of, in the order of their blocks; empty for all in the order of the station. */
  sources: z.array(sourceIdSchema).max(64).default([]),
  /** So long a result may be acted on, from its record on; then it is taken back. */
  validMs: z.number().int().min(50).max(600_000).default(2000),
  /** An announced part belongs to the next image that arrives within so long. */
  announcedSeconds: z.number().min(0.1).max(3600).default(30),
  /** What machines may ask for besides telling of parts. */
  allows: z
    .object({
      announce: z.boolean().default(true),
      recipe: z.boolean().default(false),
      bypass: z.boolean().default(false),
    })
    .prefault({}),
};

/** What of the outbox is sent, and what becomes of a message that the receiver refuses. */
const outboxFields = {
  types: z
    .array(messageTypeSchema.exclude(['test']))
    .min(1)
    .default(['record', 'disposition', 'part']),
  /** Of records: those with one of these verdicts. */
  verdicts: z.array(verdictSchema).min(1).default(['pass', 'review', 'fail', 'error']),
  /** After so many tries a message that is refused is set aside. */
  tries: z.number().int().min(1).max(100).default(5),
  /** What is older is not sent any more once the receiver is back; told long before. */
  keepsDays: z.number().int().min(1).max(3650).default(30),
  /** Where it begins when it is made: with what comes from then on, or with everything that the station has. */
  begins: z.enum(['now', 'beginning']).default('now'),
};

export const modbusSettingsSchema = z.object({
  kind: z.literal('modbus'),
  address: listenAddress,
  port: port.default(502),
  /** Of 32-bit values: which of their two registers comes first. */
  wordOrder: z.enum(['high-first', 'low-first']).default('high-first'),
  ...outletFields,
});

export const opcuaSettingsSchema = z.object({
  kind: z.literal('opcua'),
  address: listenAddress,
  port: port.default(4840),
  /** Without a user and without encryption: only where nobody else reaches the port. */
  allowsAnonymous: z.boolean().default(false),
  user: z.string().trim().max(64).default(''),
  /** How many results a client can ask for that was away. */
  historySize: z.number().int().min(1).max(10_000).default(1000),
  ...outletFields,
});

export const mqttSettingsSchema = z.object({
  kind: z.literal('mqtt'),
  /** mqtt://, mqtts://, ws:// or wss://, a host, and a port where it is another than usual. No user and no password: settings are no secrets. */
  url: z
    .url({ protocol: /^(mqtts?|wss?)$/ })
    .refine((url) => !/@/.test(url))
    .max(2000),
  user: z.string().max(200).default(''),
  /** PEM texts: who may have signed the broker's certificate, and our own. The key is a secret. */
  authority: z.string().max(100_000).default(''),
  certificate: z.string().max(100_000).default(''),
  /** `sparkplug` is Sparkplug B. */
  format: z.enum(['json', 'sparkplug']).default('json'),
  /** The first part of topics; of Sparkplug the group. */
  prefix: z
    .string()
    .trim()
    .regex(/^[^+#\s]{1,64}$/)
    .default('sigmaline'),
  /** How the station is called in topics; empty for its name. */
  station: z
    .string()
    .trim()
    .regex(/^[^+#/]{0,64}$/)
    .default(''),
  ...outletFields,
  ...outboxFields,
});

export const webhookSettingsSchema = z.object({
  kind: z.literal('webhook'),
  /** A password in it would be in the settings, for everybody to read: calls are signed instead. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine((url) => !/^\w+:\/\/[^/?#]*@/.test(url)),
  authority: z.string().max(100_000).default(''),
  /** How many messages go in one call at most. */
  batch: z.number().int().min(1).max(1000).default(1),
  timeoutSeconds: z.number().min(1).max(120).default(15),
  ...outboxFields,
});

export const filesSettingsSchema = z.object({
  kind: z.literal('files'),
  folder: z.string().min(1),
  format: z.enum(['csv', 'json']).default('csv'),
  /** One file for each message, or for as many as wait. */
  each: z.boolean().default(true),
  ...outboxFields,
});

export const postgresSettingsSchema = z.object({
  kind: z.literal('postgres'),
  host,
  port: port.default(5432),
  database: z.string().trim().min(1).max(63),
  user: z.string().trim().min(1).max(63),
  /** The schema in which the tables are made. */
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/)
    .default('sigmaline'),
  tls: z.enum(['off', 'required', 'verified']).default('verified'),
  authority: z.string().max(100_000).default(''),
  ...outboxFields,
  keepsDays: outboxFields.keepsDays.default(3650),
  // All of the chain, so that it can be verified from there.
  begins: outboxFields.begins.default('beginning'),
  types: outboxFields.types.default(['record', 'disposition', 'part', 'event']),
});

export const connectionSettingsSchema = z.discriminatedUnion('kind', [
  modbusSettingsSchema,
  opcuaSettingsSchema,
  mqttSettingsSchema,
  webhookSettingsSchema,
  filesSettingsSchema,
  postgresSettingsSchema,
]);
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;
export type ConnectionKind = ConnectionSettings['kind'];
export type SettingsOf<Kind extends ConnectionKind> = Extract<ConnectionSettings, { readonly kind: Kind }>;
export const CONNECTION_KINDS: readonly ConnectionKind[] = ['modbus', 'opcua', 'mqtt', 'webhook', 'files', 'postgres'];

/** What each kind keeps where nobody reads it: never in settings, logs, exports or bundles. */
export const CONNECTION_SECRETS = {
  modbus: [],
  opcua: ['password'],
  mqtt: ['password', 'key'],
  webhook: ['secret'],
  files: [],
  postgres: ['password'],
} as const satisfies { readonly [Kind in ConnectionKind]: readonly string[] };

/** What a form calls one of these fields, to stand in a sentence of any language. */
export function connectionFieldName(
  field: 'user' | 'authority' | 'certificate' | 'password' | 'key' | 'secret',
): ErrorFact {
  return { code: `connection.name-${field}`, details: {} };
}

/** What the specification of Standard Webhooks says of a key, bytes. */
const WEBHOOK_KEY_BYTES = { least: 24, most: 64 };

/** The base64 digits of a webhook's secret as it is typed: `whsec_` and base64. @throws SigmalineError `connection.secret-form` */
export function webhookSecretDigits(typed: string): string {
  const [, digits = ''] = /^whsec_([A-Za-z0-9+/]+)={0,2}$/.exec(typed.trim()) ?? [];
  const bytes = Math.floor((digits.length * 3) / 4);
  if (digits.length % 4 === 1 || bytes < WEBHOOK_KEY_BYTES.least || bytes > WEBHOOK_KEY_BYTES.most)
    throw new SigmalineError('connection.secret-form', {
      secret: connectionFieldName('secret'),
      form: `whsec_ + base64 (${WEBHOOK_KEY_BYTES.least}-${WEBHOOK_KEY_BYTES.most} bytes)`,
      command: 'echo "whsec_$(openssl rand -base64 32)"',
    });
  return digits;
}

/** Which kinds tell machines of now, and which send the history. */
export const TELLS_NOW: readonly ConnectionKind[] = ['modbus', 'opcua', 'mqtt'];
export const SENDS_HISTORY: readonly ConnectionKind[] = ['mqtt', 'webhook', 'files', 'postgres'];

export const connectionIdSchema = z.uuid();
export type ConnectionId = z.infer<typeof connectionIdSchema>;

/** `off`: nobody switched it on. `waiting`: it works, and at the other end is nobody. */
export const connectionStateSchema = z.enum(['off', 'starting', 'working', 'waiting', 'failed']);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** How a connection stands, as its process tells. */
export const connectionReportSchema = z.object({
  state: connectionStateSchema,
  since: z.iso.datetime(),
  /** The last error, also where it is over. */
  error: errorFactSchema.nullable(),
  errorAt: z.iso.datetime().nullable(),
  /** Who is connected now. */
  clients: z.number().int().nonnegative(),
  /** Since its process was started: results shown or messages taken by the receiver, what was refused, commands of the line, what was not understood. */
  told: z.number().int().nonnegative(),
  refused: z.number().int().nonnegative(),
  asked: z.number().int().nonnegative(),
  garbled: z.number().int().nonnegative(),
  /** ms from a complete file, and from its committed record, to a value that can be read: median and 99 % of the last results; null before the first one. */
  delay: z
    .object({
      medianMs: z.number(),
      mostMs: z.number(),
      afterRecord: z.object({ medianMs: z.number(), mostMs: z.number() }),
    })
    .nullable(),
  /** Warnings of how it is set up: a protocol without authentication that others reach. */
  warnings: z.array(errorFactSchema),
});
export type ConnectionReport = z.infer<typeof connectionReportSchema>;

/** How far the outbox has come for a connection. */
export const deliverySchema = z.object({
  /** The last entry of the audit chain that its receiver has, or that was set aside. */
  position: z.number().int().nonnegative(),
  /** Messages behind it that are to be sent, and since when the oldest of them waits. */
  waiting: z.number().int().nonnegative(),
  /** They may be fewer: entries were counted that the connection does not send. */
  isAtMost: z.boolean(),
  waitingSince: z.iso.datetime().nullable(),
  setAside: z.number().int().nonnegative(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** What a test of a connection found. */
export const connectionTestSchema = z.object({
  isOk: z.boolean(),
  /** What went wrong, or what the other end answered. */
  error: errorFactSchema.nullable(),
  durationMs: z.number(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** What the line asks for over a connection. */
export const lineCommandSchema = z.discriminatedUnion('kind', [
  /** The next image of the source shows this part. */
  z.object({
    kind: z.literal('announce'),
    source: sourceIdSchema,
    serial: z.string().trim().max(200).nullable(),
    lot: z.string().trim().max(200).nullable(),
    view: z.string().trim().max(40).nullable(),
    /** Id or number of the recipe that the line expects; null where it says nothing. */
    recipe: z.union([z.string(), z.number().int()]).nullable(),
  }),
  /** It has acted on the result: it is taken back. */
  z.object({ kind: z.literal('acknowledge'), source: sourceIdSchema, sequence: z.number().int() }),
  z.object({
    kind: z.literal('choose-recipe'),
    source: sourceIdSchema,
    recipe: z.union([z.string(), z.number().int()]),
  }),
  z.object({ kind: z.literal('begin-bypass'), source: sourceIdSchema, minutes: z.number().int().min(1).max(1440) }),
  z.object({ kind: z.literal('end-bypass'), source: sourceIdSchema }),
  /** Takes the result and the announced parts back. */
  z.object({ kind: z.literal('reset'), source: sourceIdSchema }),
]);
export type LineCommand = z.infer<typeof lineCommandSchema>;

/** Null where it was done. */
export type LineAnswer = ErrorFact | null;
