import { isDeepStrictEqual } from 'node:util';
import {
  type Policies,
  policiesSchema,
  type Right,
  type Role,
  storedPoliciesSchema,
} from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { withChange } from '../settings/index.ts';
import { PeopleTables } from '../storage/index.ts';

/** What administrators decided about people. */
export class PolicyStore {
  readonly #kernel: Pick<Kernel, 'database' | 'audit'>;
  readonly #tables: PeopleTables;
  #current: Policies;

  constructor(kernel: Pick<Kernel, 'database' | 'audit'>) {
    this.#kernel = kernel;
    this.#tables = new PeopleTables(kernel.database);
    this.#current = usable(this.#tables.read().policies);
  }

  get current(): Policies {
    return this.#current;
  }

  /** @throws SigmalineError `settings.changed-meanwhile`, `storage.*`: then nothing is changed */
  change(change: object, seen: object, reason: string | null): Policies {
    const before = this.#current;
    const after = policiesSchema.parse(withChange(before, change, seen));
    const names = (Object.keys(after) as (keyof Policies)[]).filter(
      (name) => !isDeepStrictEqual(before[name], after[name]),
    );
    if (names.length === 0) return before;
    const only = (policies: Policies): Partial<Policies> =>
      Object.fromEntries(names.map((name) => [name, policies[name]]));
    this.#kernel.database.transaction(() => {
      this.#tables.writePolicies(only(after));
      this.#kernel.audit.append({
        action: 'policy.changed',
        object: { kind: 'policies', id: 'station' },
        old: only(before),
        new: only(after),
        reason,
      });
    });
    this.#current = after;
    return after;
  }

  /** What a role may do besides what requests name roles for. */
  rightsOf(role: Role): Right[] {
    const decided = (['dispose', 'changeRecipe', 'bypass', 'approve', 'export'] as const).filter((right) =>
      this.#current[right].includes(role),
    );
    return ['view', ...decided];
  }
}

/** A value that this version does not allow costs only itself. */
function usable(stored: Readonly<Record<string, unknown>>): Policies {
  const found = Object.entries(storedPoliciesSchema.shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(stored[name]);
    return value.success ? [[name, value.data] as const] : [];
  });
  return storedPoliciesSchema.parse(Object.fromEntries(found));
}
