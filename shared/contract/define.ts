import { z } from 'zod';
import type { ErrorCode } from '../domain/errors.ts';
import { type Right, type Role, typedSecretSchema } from '../domain/person.ts';

export type { Role };

/** The sets of roles that requests name. */
export const EVERYONE: readonly Role[] = ['operator', 'engineer', 'quality', 'administrator', 'auditor'];
export const ENGINEERS: readonly Role[] = ['engineer', 'administrator'];
/** Who tests versions: labels, runs, looks. */
export const TESTERS: readonly Role[] = ['engineer', 'quality', 'administrator'];
/** Who reads what operators need not know. */
export const READERS: readonly Role[] = ['engineer', 'quality', 'administrator', 'auditor'];
export const REVIEWERS: readonly Role[] = ['quality', 'administrator', 'auditor'];
export const ADMINISTRATORS: readonly Role[] = ['administrator'];

/** What a caller speaks over. `host` is the process that owns the window: the only one that may learn a file's path. */
export type ChannelKind = 'window' | 'browser' | 'host';

/** Who asks. */
export interface Caller {
  /** An open station has no people yet: whoever stands at it may do everything that needs no person. */
  readonly station: 'open' | 'protected';
  /** The sign-in id; null at an open station, and where nobody is signed in. */
  readonly person: string | null;
  /** The person's name as it is printed. */
  readonly name: string | null;
  /** Null where nobody is signed in at a protected station. */
  readonly role: Role | null;
  /** From a person's sign-in to the end of it; where nobody is signed in, the connection. */
  readonly session: string;
  readonly channel: ChannelKind;
  /** What the policies allow. */
  readonly rights: readonly Right[];
  /** What has to be done before anything else may be: the secret is to be changed, or it is to be shown with each action. */
  readonly due: 'change-secret' | 'secret' | null;
  /** @throws SigmalineError `access.signed-out` where the session has ended since: what is not committed by then must not be */
  readonly requireSession: () => void;
}

/** Somebody at the other end of a connection. Who that is may change while the connection lasts. */
export interface Visitor {
  readonly caller: () => Caller;
  /** They did something: the time without a touch begins anew. */
  readonly touch?: () => void;
  /** Who shows id and secret for one request alone. @throws SigmalineError `access.*` */
  readonly actAs?: (credentials: Credentials) => Promise<Caller>;
}

/** The sign-in id or what the badge says, and the PIN or password. */
export const credentialsSchema = z.object({ id: z.string().trim().min(1).max(128), secret: typedSecretSchema });
export type Credentials = z.infer<typeof credentialsSchema>;

/** The caller that everybody is at an open station. */
export function openStationCaller(channel: ChannelKind, session: string): Caller {
  return {
    station: 'open',
    person: null,
    name: null,
    role: 'engineer',
    session,
    channel,
    rights: ['view', 'dispose', 'changeRecipe', 'bypass', 'approve', 'export'],
    due: null,
    requireSession: () => undefined,
  };
}

export interface RequestDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly roles: readonly Role[];
  /** Given where the policies decide, besides the roles. */
  readonly right?: Right;
  /** Given where it may be asked at a protected station while nobody is signed in: always, or if the policies let everybody look. */
  readonly signedOut?: 'may' | 'view';
  /** Whether it makes no sense at an open station, which has no people. */
  readonly needsPerson?: true;
  /** It changes the station, or takes something out of it: it leaves an entry in the audit chain. */
  readonly changes?: true;
  /** Given where only this kind of channel may ask. */
  readonly channel?: ChannelKind;
  /** The codes that this request can answer with, besides `COMMON_ERRORS`: the server lets no other out. */
  readonly errors: readonly ErrorCode[];
}

/** What every request can answer with: it was refused before its handler, or whoever asks was, the records cannot be used, or something failed that was not foreseen. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  'request.unknown',
  'request.invalid',
  'request.forbidden',
  'access.signed-out',
  'access.no-right',
  'access.change-due',
  'access.secret-due',
  'access.open',
  'access.refused',
  'access.locked',
  'access.too-often',
  'access.deactivated',
  'storage.failed',
  'storage.corrupt',
  'storage.read-only',
  'storage.moved',
  'station.disk-full',
  'internal',
];

/** Keeps the exact types of a table of requests while checking its shape. */
export function defineRequests<const T extends Record<`${string}.${string}`, RequestDefinition>>(requests: T): T {
  return requests;
}

/** Events by name, each with the schema of its payload. */
export function defineEvents<const T extends Record<`${string}.${string}`, z.ZodType>>(events: T): T {
  return events;
}
