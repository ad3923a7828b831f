import {
  badgeSchema,
  type Person,
  PIN,
  type Policies,
  policiesSchema,
  type Role,
  roleSchema,
  signInIdSchema,
} from '../../../../shared/domain/index.ts';
import { REQUIRED, Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import { typedOptional } from '../../lib/typedNumber.ts';

const words = texts.people;

/** The form of a person, as it is typed. */
export interface PersonDraft {
  name: string;
  signInId: string;
  role: Role;
  badge: string;
  secret: string;
  reason: string;
}

export type PersonErrors = Partial<Record<keyof PersonDraft, Sentence>>;

export function personDraftOf(person: Person | null): PersonDraft {
  const { name = '', signInId = '', role = 'operator', badge = null } = person ?? {};
  return { name, signInId, role, badge: badge ?? '', secret: '', reason: '' };
}

/** What can be told before it is sent. @param asks which fields the form shows */
export function errorsOf(
  draft: PersonDraft,
  asks: readonly (keyof PersonDraft)[],
  shortestPassword: number,
): PersonErrors {
  const { role } = draft;
  const secretRule = role === 'operator' ? PIN.test(draft.secret) : draft.secret.length >= shortestPassword;
  const found: PersonErrors = {
    ...(draft.name.trim() === '' && { name: REQUIRED }),
    ...(!signInIdSchema.safeParse(draft.signInId).success && { signInId: new Sentence(() => words.signInIdInvalid) }),
    ...(draft.badge.trim() !== '' &&
      !badgeSchema.safeParse(draft.badge).success && { badge: new Sentence(() => words.badgeInvalid) }),
    ...(!secretRule && { secret: new Sentence(() => secretHint(role, shortestPassword)) }),
  };
  return Object.fromEntries(Object.entries(found).filter(([field]) => asks.includes(field as keyof PersonDraft)));
}

export function secretHint(role: Role, shortestPassword: number): string {
  return role === 'operator' ? words.firstPin : words.firstPassword(shortestPassword);
}

/** The form of the policies, as it is typed: numbers are texts. */
export interface PolicyDraft
  extends Pick<
    Policies,
    | 'viewSignedOut'
    | 'secretAtAction'
    | 'signRecipeUse'
    | 'signRecipeChange'
    | 'signBypass'
    | 'signApproval'
    | 'approvalNeedsTest'
    | 'fitterMayNotApprove'
    | 'twoLabels'
    | 'signDispositions'
    | 'dispose'
    | 'changeRecipe'
    | 'bypass'
    | 'approve'
    | 'export'
  > {
  idleMinutes: Record<Role, string>;
  lockAfter: string;
  lockMinutes: string;
  signAgainMinutes: string;
  expiryDays: string;
  noReuse: string;
  shortestPassword: string;
}

export function policyDraftOf(policies: Policies): PolicyDraft {
  const { idleMinutes, lockAfter, lockMinutes, signAgainMinutes, expiryDays, noReuse, shortestPassword, ...same } =
    policies;
  const idle = roleSchema.options.map((role) => [role, String(idleMinutes[role] ?? '')]);
  return {
    ...same,
    idleMinutes: Object.fromEntries(idle) as Record<Role, string>,
    lockAfter: String(lockAfter),
    lockMinutes: String(lockMinutes),
    signAgainMinutes: String(signAgainMinutes),
    expiryDays: String(expiryDays ?? ''),
    noReuse: String(noReuse),
    shortestPassword: String(shortestPassword),
  };
}

const NUMBER_ERRORS = {
  idleMinutes: new Sentence(() => words.idleInvalid),
  lockAfter: new Sentence(() => words.lockAfterInvalid),
  lockMinutes: new Sentence(() => words.lockMinutesInvalid),
  signAgainMinutes: new Sentence(() => words.signAgainInvalid),
  expiryDays: new Sentence(() => words.expiryInvalid),
  noReuse: new Sentence(() => words.noReuseInvalid),
  shortestPassword: new Sentence(() => words.shortestInvalid),
};

export type PolicyErrors = Partial<Record<keyof PolicyDraft, Sentence>>;

/** What was typed, as policies; the errors where it cannot be. */
export function policiesOf(draft: PolicyDraft): { readonly policies: Policies | null; readonly errors: PolicyErrors } {
  const idle = roleSchema.options.map((role) => [role, typedOptional(draft.idleMinutes[role])]);
  const parsed = policiesSchema.safeParse({
    ...draft,
    idleMinutes: Object.fromEntries(idle) as unknown,
    lockAfter: typedOptional(draft.lockAfter),
    lockMinutes: typedOptional(draft.lockMinutes),
    signAgainMinutes: typedOptional(draft.signAgainMinutes),
    expiryDays: typedOptional(draft.expiryDays),
    noReuse: typedOptional(draft.noReuse),
    shortestPassword: typedOptional(draft.shortestPassword),
  });
  if (parsed.success) return { policies: parsed.data, errors: {} };
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return {
    policies: null,
    errors: Object.fromEntries(Object.entries(NUMBER_ERRORS).filter(([name]) => fields.has(name))),
  };
}
