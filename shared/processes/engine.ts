import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';

/** A certificate and its key, as PEM texts. */
const tlsFilesSchema = z.object({ certificate: z.string(), key: z.string() });
export type TlsFiles = Readonly<z.infer<typeof tlsFilesSchema>>;

/** Who of the process that started the engine speaks: its window, its board on a second screen, or itself. */
const lineSchema = z.enum(['window', 'board', 'host']);
export type Line = z.infer<typeof lineSchema>;

/** Messages between the engine process and whoever started it: Electron's main process or the command line. */
export const engineRequestSchema = z.discriminatedUnion('kind', [
  /** The first message. Relative paths are not accepted. */
  z.object({
    kind: z.literal('start'),
    dataFolder: z.string(),
    /** Holds backbones/ and samples/. */
    resourcesFolder: z.string(),
    /** Serve the interface and the contract; null where the parent carries the frames. */
    http: z
      .object({
        /** 0 takes a free one. */
        port: z.number().int(),
        token: z.string().min(16),
        rendererFolder: z.string(),
        /** 127.0.0.1 without it. Others need TLS, and a protected station. */
        address: z.string().optional(),
        /** Certificate and key as PEM texts. */
        tls: tlsFilesSchema.nullable().optional(),
      })
      .nullable(),
    /** 32 bytes that seal the key of the audit chain, of whoever has a store of the operating system for them. */
    keySecret: z.base64().nullable().optional(),
  }),
  /** A frame of the contract. */
  z.object({ kind: z.literal('frame'), channel: lineSchema, frame: z.unknown() }),
  /** A window was closed or reloaded: forget its subscriptions. */
  z.object({ kind: z.literal('windowClosed'), channel: lineSchema }),
  z.object({ kind: z.literal('stop') }),
]);
export type EngineRequest = z.infer<typeof engineRequestSchema>;

export const engineMessageSchema = z.discriminatedUnion('kind', [
  /** `url` has the session token; null without http. */
  z.object({ kind: z.literal('started'), url: z.string().nullable() }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
  z.object({ kind: z.literal('frame'), channel: lineSchema, frame: z.unknown() }),
]);
export type EngineMessage = z.infer<typeof engineMessageSchema>;
