import { z } from 'zod';
import { namedSpanSchema, reportSchema, reportSignerSchema, reportSubjectSchema } from '../domain/report.ts';
import { ADMINISTRATORS, defineEvents, defineRequests, EVERYONE, READERS } from './define.ts';

const idSchema = z.object({ id: z.uuid() });

/** Null where none was given. */
const signerSchema = z.object({ signer: reportSignerSchema.nullable() });

export const reportRequests = defineRequests({
  /** Begins a report and returns at once; `report.changed` tells the rest. */
  'report.make': {
    input: reportSubjectSchema,
    output: reportSchema,
    changes: true,
    roles: READERS,
    right: 'export',
    errors: [
      'inspection.not-found',
      'recipe.not-found',
      'recipe.version-not-found',
      'test-run.not-found',
      'report.span',
      'report.too-many',
    ],
  },
  /** The same for the report of a shift that people name, or of any span: operators may make this one too. */
  'report.makeShift': {
    input: z.object({ span: z.union([namedSpanSchema, z.object({ from: z.iso.datetime(), to: z.iso.datetime() })]) }),
    output: reportSchema,
    changes: true,
    roles: EVERYONE,
    right: 'export',
    errors: ['report.span', 'report.too-many'],
  },
  /** The newest first, at most 200; operators see those of shifts. */
  'report.list': { input: z.object({}), output: z.array(reportSchema), roles: EVERYONE, errors: [] },
  /** A report that is being made, or waits, is not made after all. */
  'report.cancel': {
    input: idSchema,
    output: z.object({}),
    changes: true,
    roles: EVERYONE,
    right: 'export',
    errors: ['resource.not-found'],
  },
  /** Where its file lies. */
  'report.locate': {
    input: idSchema,
    output: z.object({ path: z.string(), fileName: z.string() }),
    roles: EVERYONE,
    right: 'export',
    channel: 'host',
    errors: ['resource.not-found'],
  },
  'report.signer': { input: z.object({}), output: signerSchema, roles: READERS, errors: [] },
  /** Takes a certificate with its key (a PKCS#12 file, in base64): reports are signed with it from then on, where the settings say so. */
  'report.setSigner': {
    input: z.object({ file: z.base64().max(200_000), passphrase: z.string().max(256) }),
    output: signerSchema,
    changes: true,
    roles: ADMINISTRATORS,
    errors: [
      'report.signer-unreadable',
      'report.signer-passphrase',
      'report.signer-no-key',
      'report.signer-expired',
      'report.signer-kind',
      'station.data-folder',
    ],
  },
  'report.removeSigner': {
    input: z.object({}),
    output: signerSchema,
    changes: true,
    roles: ADMINISTRATORS,
    errors: ['station.data-folder'],
  },
});

export const reportEvents = defineEvents({
  /** A report was begun, came further, or ended. */
  'report.changed': reportSchema,
});
