import { z } from 'zod';
import {
  connectionIdSchema,
  connectionReportSchema,
  connectionSettingsSchema,
  connectionTestSchema,
  errorFactSchema,
  lineCommandSchema,
  outletSchema,
  outletViewSchema,
  sourceIdSchema,
} from '../domain/index.ts';

/** A connection as its process works with it. */
export const openedConnectionSchema = z.object({
  id: connectionIdSchema,
  name: z.string(),
  settings: connectionSettingsSchema,
  secrets: z.record(z.string(), z.string()),
  /** The last audit entry that its receiver has. */
  position: z.number().int().nonnegative(),
  /** By source, the result that a machine has acknowledged last: it does not come back, whatever process tells of it. */
  acknowledged: z.record(z.string(), z.number().int()),
});
export type OpenedConnection = z.infer<typeof openedConnectionSchema>;

/** Where certificates lie in the folder of a connection: as OPC UA's packages have it, and beside them what a person refused. */
export const CERTIFICATES = {
  own: 'pki/own/certs/certificate.pem',
  trusted: 'pki/trusted/certs',
  /** Whoever knocks and is not trusted comes here. */
  knocked: 'pki/rejected',
  refused: 'pki/refused',
  /** How many were dropped of those that knocked, as JSON. */
  dropped: 'pki/dropped.json',
} as const;

const droppedSchema = z.object({ count: z.number().int().positive(), at: z.iso.datetime() });

/** How many certificates that knocked were dropped because too many did, and when the last ones. Null where none was, or nobody can read it. */
export function readDropped(content: () => unknown): z.infer<typeof droppedSchema> | null {
  try {
    return droppedSchema.safeParse(content()).data ?? null;
  } catch {
    return null;
  }
}

/** What the engine asks of one connection and waits for: that it is tried to its other end, that the line's part is played, what machines read of it now. */
const connectionCallSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('test') }),
  z.object({ kind: z.literal('play'), command: lineCommandSchema }),
  z.object({ kind: z.literal('read') }),
  /** A client with this certificate (PEM) is let in no more. */
  z.object({ kind: z.literal('refuse'), certificate: z.string() }),
  /** It is closed and opened: what it reads from its folder is another now. */
  z.object({ kind: z.literal('reopen') }),
]);
export type ConnectionCall = z.infer<typeof connectionCallSchema>;

const connectionResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('test'), test: connectionTestSchema }),
  z.object({ kind: z.literal('play'), error: errorFactSchema.nullable() }),
  z.object({ kind: z.literal('read'), views: z.array(outletViewSchema), heartbeat: z.number().int() }),
  z.object({ kind: z.literal('refuse') }),
  z.object({ kind: z.literal('reopen') }),
]);
export type ConnectionResult = z.infer<typeof connectionResultSchema>;

/** Messages of the engine to the connector. */
export const connectorRequestSchema = z.discriminatedUnion('kind', [
  /** All connections that are to be open now. Those that are as they were go on undisturbed. */
  z.object({
    kind: z.literal('configure'),
    dataFolder: z.string(),
    station: z.object({ id: z.string(), name: z.string() }),
    sources: z.array(z.object({ id: z.string(), name: z.string() })),
    connections: z.array(openedConnectionSchema),
  }),
  /** How sources stand now: those that changed, at once; all of them every `TICK_MS`, as a sign of life. */
  z.object({
    kind: z.literal('outlets'),
    outlets: z.array(outletSchema),
    isWhole: z.boolean(),
    /** By `steadyMs`: a message that is read late is as old as it is. */
    sentMs: z.number(),
  }),
  /** The audit chain has grown to this length. */
  z.object({ kind: z.literal('grown'), sequence: z.number().int() }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    connection: connectionIdSchema,
    call: connectionCallSchema,
  }),
  /** Sends what was set aside once more. */
  z.object({ kind: z.literal('again'), connection: connectionIdSchema, sequences: z.array(z.number().int()) }),
  z.object({ kind: z.literal('answer'), id: z.number().int(), error: errorFactSchema.nullable() }),
  z.object({ kind: z.literal('stop') }),
]);
export type ConnectorRequest = z.infer<typeof connectorRequestSchema>;

/** How often the engine says that it lives; without a word for `SILENT_MS` no outlet shows a result. */
export const TICK_MS = 250;
export const SILENT_MS = 1000;

/** Messages of the connector to the engine. */
export const connectorMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('report'), connection: connectionIdSchema, report: connectionReportSchema }),
  /** Its receiver has everything up to this entry, or it does not concern the receiver. */
  z.object({ kind: z.literal('delivered'), connection: connectionIdSchema, position: z.number().int() }),
  /** The receiver refused it until the tries were used up; the others go on. */
  z.object({
    kind: z.literal('set-aside'),
    connection: connectionIdSchema,
    sequence: z.number().int(),
    error: errorFactSchema,
    tries: z.number().int(),
  }),
  /** So many were older than the connection keeps them, and are not sent. */
  z.object({ kind: z.literal('too-old'), connection: connectionIdSchema, count: z.number().int() }),
  /** A machine has acted on this result. */
  z.object({
    kind: z.literal('acknowledged'),
    connection: connectionIdSchema,
    source: sourceIdSchema,
    sequence: z.number().int(),
  }),
  /** It was taken at last. */
  z.object({ kind: z.literal('taken'), connection: connectionIdSchema, sequence: z.number().int() }),
  z.object({ kind: z.literal('called'), id: z.number().int(), result: connectionResultSchema }),
  z.object({
    kind: z.literal('ask'),
    id: z.number().int(),
    connection: connectionIdSchema,
    command: lineCommandSchema,
  }),
]);
export type ConnectorMessage = z.infer<typeof connectorMessageSchema>;
