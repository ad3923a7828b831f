import { PIN, type Role, type SecretKind, SigmalineError } from '../../../shared/domain/index.ts';

/** What a secret is: a PIN is enough for operators alone, so that the digits of others are a password. */
export function kindOf(secret: string, role: Role): SecretKind {
  return role === 'operator' && PIN.test(secret) ? 'pin' : 'password';
}

export interface SecretOwner {
  readonly signInId: string;
  readonly role: Role;
}

/** @throws SigmalineError `access.pin-rule`, `access.password-rule`, `access.secret-obvious` */
export function requireGoodSecret(secret: string, { signInId, role }: SecretOwner, shortestPassword: number): void {
  const isDigits = /^\d+$/.test(secret);
  if (role === 'operator' && isDigits && secret.length < shortestPassword) {
    if (!PIN.test(secret)) throw new SigmalineError('access.pin-rule');
  } else if ([...secret].length < shortestPassword) {
    throw new SigmalineError('access.password-rule', { shortest: shortestPassword });
  }
  if (isObvious(secret.toLowerCase(), signInId)) throw new SigmalineError('access.secret-obvious');
}

/** It repeats one sign, counts up or down, or is the sign-in id. */
function isObvious(secret: string, signInId: string): boolean {
  const steps = new Set<number>();
  for (let place = 1; place < secret.length; place++)
    steps.add(secret.charCodeAt(place) - secret.charCodeAt(place - 1));
  const [step = 0] = steps;
  return secret === signInId || (steps.size <= 1 && Math.abs(step) <= 1);
}
