import {
  ContractClient,
  ContractServer,
  type Credentials,
  type Handlers,
  ListenedChannel,
} from '../../../shared/contract/index.ts';
import { asCallers } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { Access } from './access.ts';
import { Secrets } from './secrets.ts';
import type { Place } from './sessions.ts';

/** As the real cost, but a millisecond. */
export const QUICK = { ln: 10 };
export const ADMIN = { id: 'ada', secret: 'correct horse battery' };

const AT_THE_WINDOW: Place = { channel: 'window', peer: 'window', browser: null };

interface Entry {
  readonly action: string;
  readonly actor: string;
  readonly name: string | null;
  readonly object: object;
  readonly old: unknown;
  readonly new: unknown;
  readonly reason: string | null;
}

/** People at the real contract of a station, in a folder of a test. */
export class AccessBed {
  readonly station: TestKernel;
  readonly access: Access;
  readonly server: ContractServer;
  nowMs = 0;

  /** @param handlers what the station does besides, for a test; or what makes them of the bed */
  constructor(folder: string, handlers: Partial<Handlers> | ((bed: AccessBed) => Partial<Handlers>) = {}) {
    this.station = openTestKernel(folder);
    this.access = new Access(this.station.kernel, { secrets: new Secrets(QUICK), nowMs: () => this.nowMs });
    const others = typeof handlers === 'function' ? handlers(this) : handlers;
    const all = { ...others, ...this.access.handlers } as Handlers;
    this.server = new ContractServer(asCallers(all), this.station.kernel.report);
    this.station.kernel.serve(this.server);
  }

  /** A connection of its own; `leave` ends it. */
  connect(place: Partial<Place> = {}): { readonly client: ContractClient; readonly leave: () => void } {
    const visitor = this.access.enter({ ...AT_THE_WINDOW, ...place });
    const pass = (frame: unknown, to: () => ListenedChannel): void =>
      queueMicrotask(() => to().receive(structuredClone(frame)));
    const here: ListenedChannel = new ListenedChannel(
      (frame) => pass(frame, () => there),
      () => undefined,
    );
    const there: ListenedChannel = new ListenedChannel(
      (frame) => pass(frame, () => here),
      () => undefined,
    );
    this.server.attach(there, visitor);
    return { client: new ContractClient(here), leave: visitor.leave };
  }

  /** Protects the station. @returns a connection of its administrator */
  async protect(): Promise<ContractClient> {
    const { client } = this.connect();
    await client.request('access.protect', { signInId: ADMIN.id, name: 'Ada Lovelace', secret: ADMIN.secret });
    return client;
  }

  /** Adds somebody who has chosen a secret of their own. @returns a connection where they are signed in */
  async add(
    admin: ContractClient,
    role: 'operator' | 'engineer' | 'quality' | 'auditor',
    id: string,
  ): Promise<ContractClient> {
    const [first, own] = role === 'operator' ? ['2580', '4711'] : ['the first secret of all', secretOf(id)];
    await admin.request('people.add', { signInId: id, name: `${id} ${role}`, role, secret: first });
    const { client } = this.connect();
    await client.request('access.signIn', { id, secret: first });
    await client.request('access.changeSecret', { secret: first, newSecret: own });
    return client;
  }

  /** Of all entries, the oldest first. */
  entries(): Entry[] {
    return this.station.kernel.database
      .prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence')
      .all()
      .map(({ body }) => JSON.parse(body) as Entry);
  }

  actions(): string[] {
    return this.entries().map(({ action, actor }) => `${actor}: ${action}`);
  }

  async close(): Promise<void> {
    await this.access.stop();
    this.station.close();
  }
}

export function secretOf(id: string): string {
  return `own words of ${id}`;
}

/** Signs in as somebody who was added as above. */
export function credentialsOf(id: string): Credentials {
  return { id, secret: secretOf(id) };
}

/** The code that a request is refused with. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (thrown: unknown) => String((thrown as { code?: string }).code ?? thrown),
  );
}
