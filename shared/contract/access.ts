import { z } from 'zod';
import { languageSchema } from '../domain/language.ts';
import {
  badgeSchema,
  personNameSchema,
  personSchema,
  policiesSchema,
  rightSchema,
  roleSchema,
  signatureSchema,
  signInIdSchema,
  typedSecretSchema,
} from '../domain/person.ts';
import {
  ADMINISTRATORS,
  credentialsSchema,
  defineEvents,
  defineRequests,
  ENGINEERS,
  EVERYONE,
  READERS,
  REVIEWERS,
} from './define.ts';

export const protectionSchema = z.enum(['open', 'protected']);

/** Who is at this connection, and what that means for its screens. */
export const accessStateSchema = z.object({
  /** An open station has no people, and whoever stands at it may do everything that needs no person. */
  station: protectionSchema,
  /** Null at an open station, and where nobody is signed in. */
  person: personSchema
    .pick({ signInId: true, name: true, role: true, secretKind: true })
    .extend({
      signedInAt: z.iso.datetime(),
      /** Whether this session has signed with both components: then the secret alone signs. */
      hasSigned: z.boolean(),
      /** The person's own; left out while none was chosen. */
      language: languageSchema.optional(),
    })
    .nullable(),
  /** What requests are judged by; null where nobody is signed in. An open station acts as an engineer, and may do more. */
  role: roleSchema.nullable(),
  rights: z.array(rightSchema),
  /** What has to be done before anything else may be. */
  due: z.enum(['change-secret']).nullable(),
  /** Whether each action of an operator is sent with the operator's id and secret. */
  secretAtAction: z.boolean(),
  /** Whether a version of a recipe is chosen with a signature. */
  signRecipeUse: z.boolean(),
  /** Whether a source is given another recipe with a signature. */
  signRecipeChange: z.boolean(),
  /** Whether a version of a recipe is approved with a signature. */
  signApproval: z.boolean(),
  /** For so many minutes after a signature decisions about parts are signed without the secret; 0 for never. */
  signAgainMinutes: z.number().int().nonnegative(),
  /** After so many seconds without `access.activity` or an action the person is signed out; null for never. */
  idleSeconds: z.number().int().positive().nullable(),
  shortestPassword: z.number().int().positive(),
  /** Who signed in here last, the newest first: to be chosen by a touch. */
  recent: z.array(personSchema.pick({ signInId: true, name: true })),
});
export type AccessState = z.infer<typeof accessStateSchema>;

/** What a new secret can be refused for. */
const SECRET_ERRORS = [
  'access.pin-rule',
  'access.password-rule',
  'access.secret-used',
  'access.secret-obvious',
] as const;

const kioskLeftSchema = z.object({ to: z.enum(['desktop', 'end']) });

export const accessRequests = defineRequests({
  'access.state': { input: z.object({}), output: accessStateSchema, roles: EVERYONE, signedOut: 'may', errors: [] },
  /** Makes the first administrator, who is signed in at once. From then on nobody acts without a name, and there is no way back. */
  'access.protect': {
    input: z.object({ signInId: signInIdSchema, name: personNameSchema, secret: typedSecretSchema }),
    output: accessStateSchema,
    changes: true,
    roles: EVERYONE,
    signedOut: 'may',
    errors: ['access.protected', ...SECRET_ERRORS],
  },
  /** Over the session of another person it takes that one's place. */
  'access.signIn': {
    input: credentialsSchema,
    output: accessStateSchema,
    changes: true,
    roles: EVERYONE,
    signedOut: 'may',
    errors: [],
  },
  'access.signOut': {
    input: z.object({}),
    output: accessStateSchema,
    changes: true,
    roles: EVERYONE,
    signedOut: 'may',
    errors: [],
  },
  'access.changeSecret': {
    input: z.object({ secret: typedSecretSchema, newSecret: typedSecretSchema }),
    output: accessStateSchema,
    changes: true,
    roles: EVERYONE,
    signedOut: 'may',
    errors: [...SECRET_ERRORS],
  },
  /** The language of whoever is signed in, at this screen and at each other; null for that of the screen. */
  'access.chooseLanguage': {
    input: z.object({ language: languageSchema.nullable() }),
    output: accessStateSchema,
    changes: true,
    roles: EVERYONE,
    needsPerson: true,
    errors: ['person.not-found'],
  },
  /** Whether it is the secret of whoever is signed in here. */
  'access.checkSecret': {
    input: z.object({ secret: typedSecretSchema }),
    output: z.object({}),
    roles: EVERYONE,
    needsPerson: true,
    errors: [],
  },
  /** Somebody is at the screen: the time without a touch begins anew. Once in several seconds is enough. */
  /** A kiosk's window lets an engineer out: to the desktop behind it, or by ending the program. It hears of that by `access.kioskLeft`. */
  'access.leaveKiosk': {
    input: kioskLeftSchema,
    output: z.object({}),
    changes: true,
    channel: 'window',
    roles: ENGINEERS,
    errors: [],
  },
  'access.activity': { input: z.object({}), output: z.object({}), roles: EVERYONE, signedOut: 'may', errors: [] },
});

export const accessEvents = defineEvents({
  /** Somebody signed in or out, or people or policies changed: `access.state` tells what that means here. */
  'access.changed': z.object({}),
  'access.kioskLeft': kioskLeftSchema,
});

const whichSchema = z.object({
  signInId: signInIdSchema,
  /** Why; it stands in the audit entry. */
  reason: z.string().trim().min(1).max(500).optional(),
});

export const peopleRequests = defineRequests({
  'people.list': {
    input: z.object({}),
    output: z.array(personSchema),
    roles: REVIEWERS,
    needsPerson: true,
    errors: [],
  },
  /** The secret is for the first sign-in, which asks for another. */
  'people.add': {
    input: whichSchema.extend({
      name: personNameSchema,
      role: roleSchema,
      badge: badgeSchema.nullable().default(null),
      secret: typedSecretSchema,
    }),
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.id-taken', 'person.badge-taken', ...SECRET_ERRORS],
  },
  /** What is left out stays. A person whose role changes is signed out everywhere. */
  'people.change': {
    input: whichSchema.extend({
      name: personNameSchema.optional(),
      role: roleSchema.optional(),
      badge: badgeSchema.nullable().optional(),
    }),
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.not-found', 'person.badge-taken', 'person.last-administrator'],
  },
  /** The person is signed out everywhere and cannot sign in any more. */
  'people.deactivate': {
    input: whichSchema,
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.not-found', 'person.last-administrator'],
  },
  'people.reactivate': {
    input: whichSchema,
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.not-found'],
  },
  /** Gives a person who forgot the secret another, which the next sign-in asks to change, and ends a lock-out. */
  'people.reset': {
    input: whichSchema.extend({ secret: typedSecretSchema }),
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.not-found', ...SECRET_ERRORS],
  },
  'people.unlock': {
    input: whichSchema,
    output: personSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['person.not-found'],
  },
});

export const policyRequests = defineRequests({
  'policies.get': { input: z.object({}), output: policiesSchema, roles: READERS, errors: [] },
  /** The policies that are to be different from now on. What was `seen` of them before works as in `settings.change`. */
  'policies.change': {
    input: policiesSchema
      .partial()
      .extend({ seen: policiesSchema.partial().optional(), reason: whichSchema.shape.reason }),
    output: policiesSchema,
    changes: true,
    roles: ADMINISTRATORS,
    needsPerson: true,
    errors: ['settings.changed-meanwhile'],
  },
});

export const signatureRequests = defineRequests({
  /** The signatures of one thing, the oldest first. */
  'signatures.of': {
    input: z.object({ kind: z.string().min(1).max(40), id: z.string().min(1).max(200) }),
    output: z.array(signatureSchema),
    roles: EVERYONE,
    errors: [],
  },
});
