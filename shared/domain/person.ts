import { z } from 'zod';

export const roleSchema = z.enum(['operator', 'engineer', 'quality', 'administrator', 'auditor']);
/** The roles of persons. */
export type Role = z.infer<typeof roleSchema>;

/** What stands in the place of a sign-in id that nobody has. */
export const UNKNOWN_ID = 'unknown';

/** What else stands in the place of one, in the audit chain: the station itself. */
const RESERVED_IDS: readonly string[] = ['station', UNKNOWN_ID];

/** The short name that a person signs in with. It is never given to another person. */
export const signInIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,19}$/)
  .refine((id) => !RESERVED_IDS.includes(id));

export const personNameSchema = z.string().trim().min(1).max(80);

/** What a scanner types for a badge. It says who somebody is, and proves nothing. */
export const badgeSchema = z.string().trim().min(4).max(128);

/** A PIN or a password as it was typed: the rules for new ones depend on the role and the policies. */
export const typedSecretSchema = z.string().min(1).max(256);

/** Four to eight digits. */
export const PIN = /^\d{4,8}$/;

export type SecretKind = 'pin' | 'password';

/** What a role is not needed for but the policies decide on. `view` is to look at the operator's screen. */
export const rightSchema = z.enum(['view', 'dispose', 'changeRecipe', 'bypass', 'approve', 'export']);
export type Right = z.infer<typeof rightSchema>;

/** `many`: decisions about several parts at once. */
export const signDispositionsSchema = z.enum(['never', 'many', 'always']);
export type SignDispositions = z.infer<typeof signDispositionsSchema>;

const rolesSchema = z.array(roleSchema).transform((roles) => roleSchema.options.filter((role) => roles.includes(role)));
const minutesSchema = z.number().int().min(1).max(1440);

/** What an administrator decides about people at a protected station. */
export const policiesSchema = z.object({
  /** Whether the operator's screen shows the line while nobody is signed in. */
  viewSignedOut: z.boolean(),
  dispose: rolesSchema,
  /** Who may give a source another recipe on the operator's screen. */
  changeRecipe: rolesSchema,
  bypass: rolesSchema,
  approve: rolesSchema,
  export: rolesSchema,
  /** Whether operators show their PIN at each action instead of signing in. */
  secretAtAction: z.boolean(),
  /** Whether a version of a recipe is chosen with a signature. */
  signRecipeUse: z.boolean(),
  /** Whether a source is given another recipe with a signature. */
  signRecipeChange: z.boolean(),
  /** Whether a version of a recipe is approved with a signature. */
  signApproval: z.boolean(),
  /** Whether only a version that passed a test can be approved. */
  approvalNeedsTest: z.boolean(),
  /** Whether whoever had a version fitted may not approve it. */
  fitterMayNotApprove: z.boolean(),
  /** Whether two people have to label each image of a test set, and agree. */
  twoLabels: z.boolean(),
  /** Whether inspection is switched off with a signature. */
  signBypass: z.boolean(),
  /** Which decisions about parts are made with a signature: none, those about many parts at once, or all. */
  signDispositions: signDispositionsSchema,
  /** For so many minutes after somebody signed, the same session signs dispositions without the secret; 0 asks for it each time. */
  signAgainMinutes: z.number().int().min(0).max(30),
  /** After so many minutes without a touch a person of the role is signed out; null for never. */
  idleMinutes: z.record(roleSchema, minutesSchema.nullable()),
  /** After so many wrong secrets in a row a sign-in id is locked. */
  lockAfter: z.number().int().min(3).max(10),
  /** For how long it is locked the first time; each further time twice as long, a day at most. */
  lockMinutes: minutesSchema,
  /** After so many days a secret has to be changed; null for never. */
  expiryDays: z.number().int().min(1).max(730).nullable(),
  /** So many of a person's last secrets cannot be used again. */
  noReuse: z.number().int().min(0).max(24),
  shortestPassword: z.number().int().min(8).max(64),
});
export type Policies = z.infer<typeof policiesSchema>;

const { shape } = policiesSchema;

/**
 * What holds until an administrator decides otherwise. The figures for passwords, idle minutes and lock-out are those of PCI DSS 4.0, 8.2.8 and 8.3.4 to 8.3.7,
 * but with half of its ten tries: a PIN may have four digits only. That secrets do not expire is NIST SP 800-63B, 5.1.1.2.
 */
export const storedPoliciesSchema = z.object({
  viewSignedOut: shape.viewSignedOut.default(true),
  dispose: shape.dispose.default(['operator', 'engineer', 'quality', 'administrator']),
  // Whoever may change a source in the set-up.
  changeRecipe: shape.changeRecipe.default(['engineer', 'administrator']),
  bypass: shape.bypass.default(['engineer', 'quality', 'administrator']),
  approve: shape.approve.default(['quality', 'administrator']),
  export: shape.export.default([...roleSchema.options]),
  secretAtAction: shape.secretAtAction.default(false),
  signRecipeUse: shape.signRecipeUse.default(false),
  signRecipeChange: shape.signRecipeChange.default(false),
  signApproval: shape.signApproval.default(true),
  approvalNeedsTest: shape.approvalNeedsTest.default(false),
  fitterMayNotApprove: shape.fitterMayNotApprove.default(true),
  twoLabels: shape.twoLabels.default(false),
  signBypass: shape.signBypass.default(true),
  signDispositions: shape.signDispositions.default('many'),
  signAgainMinutes: shape.signAgainMinutes.default(0),
  idleMinutes: shape.idleMinutes.default({ operator: 15, engineer: 15, quality: 15, administrator: 15, auditor: 15 }),
  lockAfter: shape.lockAfter.default(5),
  lockMinutes: shape.lockMinutes.default(30),
  expiryDays: shape.expiryDays.default(null),
  noReuse: shape.noReuse.default(4),
  shortestPassword: shape.shortestPassword.default(12),
});

/** A person as administrators and auditors see one. */
export const personSchema = z.object({
  signInId: signInIdSchema,
  name: personNameSchema,
  role: roleSchema,
  badge: badgeSchema.nullable(),
  /** A person is deactivated, never deleted. */
  isActive: z.boolean(),
  secretKind: z.enum(['pin', 'password']),
  secretSince: z.iso.datetime(),
  /** Somebody else knows the secret, it has expired, or it does not suit the role any more. */
  mustChangeSecret: z.boolean(),
  addedAt: z.iso.datetime(),
  lastSignedInAt: z.iso.datetime().nullable(),
  /** For how many minutes the person is locked out still; null where not. */
  lockedMinutes: z.number().int().positive().nullable(),
});
export type Person = z.infer<typeof personSchema>;

/** What a signature says. */
export const meaningSchema = z.enum(['approved', 'reviewed', 'released', 'rejected']);

/** What a person gives to sign. The first signature of a session needs both the id and the secret, later ones the secret alone. */
export const signatureInputSchema = z.object({
  id: z.string().min(1).max(128).optional(),
  secret: typedSecretSchema,
  meaning: meaningSchema,
  reason: z.string().trim().min(1).max(500),
});
export type SignatureInput = z.infer<typeof signatureInputSchema>;

/** Decisions about parts are signed many times in a row: the secret is left out where the policies do not ask for it again. */
export const repeatedSignatureInputSchema = signatureInputSchema.partial({ secret: true });
export type RepeatedSignatureInput = z.infer<typeof repeatedSignatureInputSchema>;

/** A signature as it is shown beside what was signed. */
export const signatureSchema = z.object({
  signInId: z.string(),
  name: z.string(),
  role: roleSchema,
  meaning: meaningSchema,
  reason: z.string(),
  at: z.iso.datetime(),
  /** When the secret was shown, where that was for an earlier signature of the session. */
  secretShownAt: z.iso.datetime().optional(),
  /** The same moment by the station's own clock on the wall, with its offset from UTC. */
  local: z.iso.datetime({ offset: true }),
  /** SHA-256 of exactly what was signed, in hexadecimal digits. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Signature = z.infer<typeof signatureSchema>;

/** The signature that an entry of the audit chain tells of; null where it is none, or somebody changed it. */
export function signatureIn(entry: {
  readonly actor: string;
  readonly role: string | null;
  readonly new: unknown;
}): Signature | null {
  const { actor, role, new: said } = entry;
  return signatureSchema.safeParse({ ...(said as object | null), signInId: actor, role }).data ?? null;
}
