import { type Detail, type ErrorFact, SigmalineError } from '../domain/errors.ts';
import type { Right } from '../domain/person.ts';
import type { Caller, RequestDefinition, Role } from './define.ts';
import { type EventName, type RequestName, requests } from './table.ts';

type Asker = Pick<Caller, 'station' | 'role' | 'channel' | 'rights' | 'due'>;

/** An event goes to whoever may ask for what it tells. */
const TELLS: Readonly<Record<EventName, RequestName>> = {
  'station.changed': 'station.status',
  'settings.changed': 'settings.get',
  'feed.appended': 'feed.page',
  'part.changed': 'part.page',
  'disposition.made': 'records.search',
  'report.changed': 'report.list',
  'export.changed': 'export.list',
  'calibration.progress': 'recipe.list',
  'calibration.ended': 'recipe.list',
  'recipe.changed': 'recipe.list',
  'bench.changed': 'bench.list',
  'bench.removed': 'bench.list',
  'bench.failed': 'bench.list',
  'comparison.changed': 'comparison.list',
  'testSet.changed': 'testSet.list',
  'testSet.removed': 'testSet.list',
  'testRun.changed': 'testSet.list',
  'access.changed': 'access.state',
  'access.kioskLeft': 'access.state',
  'audit.changed': 'audit.state',
  'keeping.changed': 'keeping.state',
};

/** Why the caller may not ask this; null where it may. */
export function refusalOf(request: RequestName, asker: Asker): SigmalineError | null {
  const { roles, right, signedOut, needsPerson, channel }: RequestDefinition = requests[request];
  const forbidden = (role: Detail): SigmalineError => new SigmalineError('request.forbidden', { request, role });
  if (channel !== undefined && channel !== asker.channel) return forbidden(channel);
  if (asker.station === 'open') return needsPerson === true ? new SigmalineError('access.open') : null;
  const maySignedOut = signedOut === 'may' || (signedOut === 'view' && asker.rights.includes('view'));
  if (maySignedOut) return null;
  if (asker.role === null) return new SigmalineError('access.signed-out');
  if (!roles.includes(asker.role)) return forbidden(anyOf(roles));
  if (right !== undefined && !asker.rights.includes(right)) {
    return new SigmalineError('access.no-right', { right: { code: `right.${right}`, details: {} } });
  }
  if (asker.due === 'change-secret') return new SigmalineError('access.change-due');
  // Looking is no action.
  if (asker.due === 'secret' && signedOut !== 'view') return new SigmalineError('access.secret-due');
  return null;
}

function anyOf([last, ...others]: readonly Role[]): Detail {
  if (last === undefined) return '';
  const named = (role: Role): ErrorFact => ({ code: `role.${role}`, details: {} });
  return others.reduce(
    (first, second) => ({ code: 'role.or', details: { first, second: named(second) } }),
    named(last),
  );
}

export function mayHear(event: EventName, asker: Asker): boolean {
  return refusalOf(TELLS[event], asker) === null;
}

/** The roles that may ask a request at a protected station. */
export function rolesOf(request: RequestName): readonly Role[] {
  return requests[request].roles;
}

/** The right that a request needs besides; null where the role alone decides. */
export function rightOf(request: RequestName): Right | null {
  const { right }: RequestDefinition = requests[request];
  return right ?? null;
}

/** Whether a request is an action: it changes something, and whoever does it may be asked for the secret. */
export function isAction(request: RequestName): boolean {
  const definition: RequestDefinition = requests[request];
  return definition.changes === true;
}
