import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Connection, Handlers, RequestName } from '../../../shared/contract/index.ts';
import {
  type ConnectionId,
  type ConnectionReport,
  connectionIdSchema,
  type Delivery,
  messageTypeOf,
  type RecipeId,
  SigmalineError,
  type SourceId,
  stationSubject,
  type WantedMessages,
} from '../../../shared/domain/index.ts';
import {
  type ConnectionCall,
  type ConnectionResult,
  type ConnectorMessage,
  TICK_MS,
} from '../../../shared/processes/connector.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import { actingAsStation, type Feature, type Kernel, type Statement } from '../kernel/index.ts';
import { withChange } from '../settings/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { Announcements } from './announcements.ts';
import { Backlogs } from './backlogs.ts';
import { CertificateDecisions } from './certificateDecisions.ts';
import { ClientCertificates } from './clientCertificates.ts';
import { statementsOf, told } from './connectionConditions.ts';
import { ConnectionSecrets, requireReadable } from './connectionSecrets.ts';
import { ConnectionTable, type KeptAside, type KeptConnection } from './connectionTable.ts';
import { type Configuration, ConnectorProcess } from './connectorProcess.ts';
import { type LineCommandNeeds, LineCommands } from './lineCommands.ts';
import { type OutletNeeds, Outlets, OutletTeller } from './outlets.ts';

type ConnectionRequest = Extract<RequestName, `connection.${string}`>;

export interface ConnectionsNeeds
  extends Pick<OutletNeeds, 'sources' | 'backlogs' | 'shift' | 'parts'>,
    Pick<LineCommandNeeds, 'settings' | 'handlers' | 'bypasses'> {
  readonly host: ProcessHost;
  readonly isListed: (source: SourceId) => boolean;
  /** Names the station in messages, whatever it is called later. */
  readonly station: string;
  readonly recipes: () => Promise<readonly { readonly id: RecipeId; readonly name: string }[]>;
  /** Seals secrets; null where the operating system keeps none. */
  readonly keySecret: Uint8Array | null;
}

/** Recipes come and go seldom; their numbers are asked for by machines. */
const RECIPES_EVERY_MS = 5000;

/** Connections to machines, brokers and databases: their set-up, their process, what machines read, and what the line asks for. */
export class Connections implements Feature<ConnectionRequest> {
  readonly handlers: Handlers<ConnectionRequest>;
  readonly announcements: Announcements;
  readonly #kernel: Kernel;
  readonly #needs: ConnectionsNeeds;
  readonly #table: ConnectionTable;
  readonly #backlogs: Backlogs;
  readonly #secrets: ConnectionSecrets;
  readonly #certificates: ClientCertificates;
  readonly #outlets: Outlets;
  readonly #teller: OutletTeller;
  readonly #process: ConnectorProcess;
  readonly #commands: LineCommands;
  readonly #reports = new Map<ConnectionId, ConnectionReport>();
  #kept: readonly KeptConnection[];
  #asideCounts: ReadonlyMap<string, number>;
  #recipes: readonly { readonly id: string; readonly name: string }[] = [];
  #away: string | null = null;
  #chain = 0;
  /** What has not told of itself since then is starting. */
  #configuredAt: string;
  /** The sources and the name of the station as the process knows them. */
  #told = '';
  /** What machines have acknowledged last, by connection and source. */
  readonly #acknowledged = new Map<ConnectionId, Readonly<Record<SourceId, number>>>();
  #tick: NodeJS.Timeout | undefined;
  #recipesReadMs = Number.NEGATIVE_INFINITY;

  constructor(kernel: Kernel, needs: ConnectionsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new ConnectionTable(kernel.database);
    this.#backlogs = new Backlogs(kernel.database);
    this.#secrets = new ConnectionSecrets(kernel.dataFolder, needs.keySecret);
    this.#certificates = new ClientCertificates(kernel.dataFolder);
    this.#kept = this.#table.all();
    this.#asideCounts = this.#table.asideCounts();
    this.#configuredAt = kernel.clock.now().toISOString();
    const { sources, isListed } = needs;
    this.announcements = new Announcements(kernel, { sources, isListed, onChanged: () => this.#teller.soon() });
    this.#outlets = new Outlets(kernel, {
      ...needs,
      announcements: this.announcements,
      recipeNumber: (id) => this.#recipes.findIndex((recipe) => recipe.id === id) + 1,
      chainLength: () => this.#table.chainLength(),
      onResult: (source) => this.#teller.result(source),
    });
    this.#commands = new LineCommands(kernel, {
      ...needs,
      recipes: () => this.#recipes,
      announcements: this.announcements,
      reset: (source) => this.#outlets.reset(source),
    });
    this.#process = new ConnectorProcess({
      host: needs.host,
      configuration: () => this.#configuration(),
      onMessage: (message) => this.#receive(message),
      onAway: (reason) => this.#wentAway(reason),
    });
    const decisions = new CertificateDecisions(kernel, this.#certificates, this.#process);
    this.#teller = new OutletTeller(this.#outlets, this.#process, kernel.report);
    kernel.conditions.register(() => this.#statements());
    this.handlers = {
      'connection.list': () => this.#kept.map((kept) => this.#shown(kept)),
      'connection.create': (input) => this.#create(input),
      'connection.change': (input) => this.#change(input),
      'connection.remove': (input) => this.#remove(input),
      'connection.test': async ({ id }) => {
        const { name } = this.#requireOn(id);
        kernel.audit.append({ action: 'connection.tested', object: objectOf(id), new: { name } });
        return resultOf(await this.#process.call(id, { kind: 'test' }), 'test').test;
      },
      'connection.setAside': ({ id, limit }) => {
        this.#require(id);
        return this.#table.aside(id, limit).map(shownAside);
      },
      'connection.sendAgain': ({ id, sequences }) => this.#sendAgain(id, sequences),
      'connection.certificates': ({ id }) => this.#certificates.of(this.#require(id).id),
      'connection.trust': (input) => decisions.trust(this.#require(input.id), input),
      'connection.renewCertificate': (input) => decisions.renew(this.#require(input.id), input.seen),
      'connection.play': async ({ id, command }) => {
        this.#requireOn(id);
        kernel.audit.append({ action: 'connection.played', object: objectOf(id), new: command });
        return { error: resultOf(await this.#process.call(id, { kind: 'play', command }), 'play').error };
      },
      'connection.read': async ({ id }) => {
        this.#requireOn(id);
        const { views, heartbeat } = resultOf(await this.#process.call(id, { kind: 'read' }), 'read');
        return { views, heartbeat };
      },
    };
  }

  /** Opens what is on. To be called once the sources are watched. */
  async begin(): Promise<void> {
    this.#kernel.onChanged(() => this.#teller.soon());
    // A station without connections needs none of this.
    if (this.#kept.some(({ isOn }) => isOn)) await this.#readRecipes().catch(this.#kernel.report);
    this.#configure();
  }

  async stop(): Promise<void> {
    clearInterval(this.#tick);
    this.#teller.stop();
    await this.#process.stop();
  }

  #create({ name, settings, secrets }: Parameters<Handlers['connection.create']>[0]): Connection {
    this.#requireFree(name, null);
    requireReadable(settings, secrets);
    const id = connectionIdSchema.parse(randomUUID());
    const begins = 'begins' in settings ? settings.begins : 'now';
    const position = begins === 'beginning' ? 0 : this.#table.chainLength();
    this.#kernel.database.transaction(() => {
      const said = { name, settings, secrets: this.#secrets.doneBy(id, secrets) };
      this.#kernel.audit.append({ action: 'connection.created', object: objectOf(id), new: said });
      this.#table.add({ id, name, settings, position });
      this.#secrets.change(id, secrets);
    });
    this.#reread();
    return this.#shown(this.#require(id));
  }

  #change({ id, secrets, seen = {}, ...change }: Parameters<Handlers['connection.change']>[0]): Connection {
    const before = this.#require(id);
    if (change.settings !== undefined && change.settings.kind !== before.settings.kind)
      throw new SigmalineError('connection.other-kind', { kind: before.settings.kind });
    const after = withChange(before, change, seen);
    this.#requireFree(after.name, id);
    requireReadable(after.settings, secrets);
    this.#kernel.database.transaction(() => {
      const done = this.#secrets.doneBy(id, secrets);
      const changed = { ...saidOf(after), ...(Object.keys(done).length > 0 && { secrets: done }) };
      const object = objectOf(id);
      this.#kernel.audit.append({ action: 'connection.changed', object, old: saidOf(before), new: changed });
      this.#table.change(after);
      // Last, as it cannot be rolled back: no secret is changed without an entry that says so.
      this.#secrets.change(id, secrets);
    });
    if (!after.isOn) this.#reports.delete(id);
    this.#reread();
    return this.#shown(this.#require(id));
  }

  #remove({ id, seen = {} }: Parameters<Handlers['connection.remove']>[0]): Record<string, never> {
    const { name, isOn, settings } = this.#require(id);
    // Whoever removes it means what the screen showed.
    if (!isDeepStrictEqual({ name, isOn, settings, ...seen }, { name, isOn, settings }))
      throw new SigmalineError('connection.changed-meanwhile', { name });
    this.#kernel.database.transaction(() => {
      this.#kernel.audit.append({ action: 'connection.removed', object: objectOf(id), old: { name, settings } });
      this.#table.remove(id);
      this.#secrets.remove(id);
    });
    this.#reports.delete(id);
    this.#acknowledged.delete(id);
    this.#backlogs.forget(id);
    this.#certificates.forget(id);
    this.#reread();
    return {};
  }

  #sendAgain(id: ConnectionId, sequences: readonly number[]): { count: number } {
    this.#requireOn(id);
    const aside = this.#table.aside(id, Number.MAX_SAFE_INTEGER).map(({ sequence }) => sequence);
    const over = sequences.find((each) => !aside.includes(each));
    if (over !== undefined) throw new SigmalineError('connection.aside-over', { sequence: over });
    const again = (sequences.length === 0 ? aside : aside.filter((each) => sequences.includes(each))).reverse();
    this.#kernel.audit.append({ action: 'connection.sent-again', object: objectOf(id), new: { count: again.length } });
    this.#process.again(id, again);
    return { count: again.length };
  }

  #require(id: ConnectionId): KeptConnection {
    const kept = this.#kept.find((each) => each.id === id);
    if (kept === undefined) throw new SigmalineError('connection.not-found');
    return kept;
  }

  #requireOn(id: ConnectionId): KeptConnection {
    const kept = this.#require(id);
    if (!kept.isOn) throw new SigmalineError('connection.is-off', { name: kept.name });
    return kept;
  }

  #requireFree(name: string, own: ConnectionId | null): void {
    const isTaken = this.#kept.some((each) => each.id !== own && each.name.toLowerCase() === name.toLowerCase());
    if (isTaken) throw new SigmalineError('connection.name-taken', { name });
  }

  #reread(): void {
    this.#kept = this.#table.all();
    this.#asideCounts = this.#table.asideCounts();
    this.#configure();
    this.#kernel.changed();
  }

  #configure(): void {
    this.#told = JSON.stringify(this.#surroundings());
    this.#configuredAt = this.#kernel.clock.now().toISOString();
    this.#process.configure();
    clearInterval(this.#tick);
    if (this.#kept.some(({ isOn }) => isOn)) this.#tick = setInterval(() => this.#onTick(), TICK_MS);
  }

  #configuration(): Configuration {
    const isOpen = ({ isOn }: KeptConnection): boolean => isOn;
    const connections = this.#kept.filter(isOpen).map(({ id, name, settings, position }) => {
      const acknowledged = this.#acknowledged.get(id) ?? {};
      return { id, name, settings, position, acknowledged, secrets: this.#secrets.of(id) };
    });
    return { dataFolder: this.#kernel.dataFolder, ...this.#surroundings(), connections };
  }

  #surroundings(): Pick<Configuration, 'station' | 'sources'> {
    const sources = this.#needs.sources().map(({ id, name }) => ({ id, name }));
    return { station: { id: this.#needs.station, name: this.#needs.settings.current().stationName }, sources };
  }

  /** The sign of life for machines; and what changed without anybody saying so. */
  #onTick(): void {
    const surroundings = JSON.stringify(this.#surroundings());
    if (surroundings !== this.#told) this.#process.configure();
    this.#told = surroundings;
    this.#teller.all();
    const chain = this.#chainLength();
    if (chain !== this.#chain) this.#process.grown(chain);
    this.#chain = chain;
    if (performance.now() - this.#recipesReadMs > RECIPES_EVERY_MS)
      this.#readRecipes().catch((thrown: unknown) => this.#kernel.report(thrown));
  }

  #chainLength(): number {
    try {
      return this.#table.chainLength();
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
      return this.#chain;
    }
  }

  async #readRecipes(): Promise<void> {
    this.#recipesReadMs = performance.now();
    const recipes = await this.#needs.recipes();
    const names = new Map<string, string>(recipes.map(({ id, name }) => [id, name]));
    const numbered = this.#table.numbered(recipes.map(({ id }) => id));
    this.#recipes = numbered.map((id) => ({ id, name: names.get(id) ?? id }));
  }

  #receive(message: Exclude<ConnectorMessage, { kind: 'ready' | 'called' }>): void {
    const kept = this.#kept.find(({ id }) => id === message.connection);
    if (kept === undefined) return;
    switch (message.kind) {
      case 'report':
        this.#away = null;
        this.#reports.set(message.connection, message.report);
        this.#kernel.changed();
        return;
      case 'ask':
        void this.#commands
          .answer(kept, message.command)
          .then((error) => this.#process.answer({ id: message.id, error }));
        return;
      case 'acknowledged': {
        const { connection, source, sequence } = message;
        this.#acknowledged.set(connection, { ...this.#acknowledged.get(connection), [source]: sequence });
        return;
      }
      default:
        this.#keep(message);
    }
  }

  /** What cannot be written now is sent again after the next start, and known by its id. */
  #keep(message: Extract<ConnectorMessage, { kind: 'delivered' | 'too-old' | 'set-aside' | 'taken' }>): void {
    const id = message.connection;
    try {
      actingAsStation(() => {
        this.#kernel.database.transaction(() => {
          if (message.kind === 'delivered') this.#table.move(id, message.position);
          if (message.kind === 'taken') this.#table.taken(id, message.sequence);
          if (message.kind === 'too-old') {
            const { count } = message;
            this.#table.addTooOld(id, count);
            this.#kernel.audit.observed({ action: 'connection.too-old', object: objectOf(id), new: { count } });
          }
          if (message.kind === 'set-aside') {
            const { sequence, error, tries } = message;
            this.#table.setAside(id, { sequence, error, tries, at: this.#kernel.clock.now().toISOString() });
            const said = { sequence, error: error.code, tries };
            this.#kernel.audit.observed({ action: 'connection.set-aside', object: objectOf(id), new: said });
          }
        });
      });
      this.#kept = this.#table.all();
      this.#asideCounts = this.#table.asideCounts();
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
  }

  #forgetTooOld(id: ConnectionId): void {
    this.#table.forgetTooOld(id);
    this.#kept = this.#table.all();
  }

  #wentAway(reason: string): void {
    this.#away = reason;
    for (const [id, report] of this.#reports) {
      const since = this.#kernel.clock.now().toISOString();
      this.#reports.set(id, { ...report, state: 'starting', since, clients: 0 });
    }
    this.#kernel.changed();
  }

  #shown({ id, name, isOn, settings, position }: KeptConnection): Connection {
    const starting = {
      ...NO_REPORT,
      state: isOn ? ('starting' as const) : ('off' as const),
      since: this.#configuredAt,
    };
    return {
      ...{ id, name, isOn, settings },
      secrets: Object.keys(this.#secrets.of(id)),
      report: (isOn ? this.#reports.get(id) : undefined) ?? starting,
      delivery: 'tries' in settings ? this.#delivery(id, settings, position) : null,
      knocking: settings.kind === 'opcua' ? this.#certificates.knocking(id) : 0,
    };
  }

  #delivery(id: ConnectionId, wanted: WantedMessages, position: number): Delivery {
    const backlog = this.#backlogs.of(id, wanted, position, this.#chainLength());
    return { ...backlog, setAside: this.#asideCounts.get(id) ?? 0 };
  }

  #statements(): Statement[] {
    if (!this.#kept.some(({ isOn }) => isOn)) return [];
    const subject = stationSubject();
    const unreadable = this.#secrets.problem;
    return [
      ...(this.#away === null ? [] : [{ ...told('connection.connector-away', { reason: this.#away }), subject }]),
      ...(unreadable === null ? [] : [{ ...told('connection.secrets-unreadable', { reason: unreadable }), subject }]),
      ...this.#kept
        .filter(({ isOn }) => isOn)
        .flatMap((kept) => {
          const { id, settings, position } = kept;
          const delivery = 'tries' in settings ? this.#delivery(id, settings, position) : null;
          const report = this.#reports.get(kept.id);
          const onTooOldRead = (): void => this.#forgetTooOld(kept.id);
          return statementsOf({ ...kept, delivery, report, onTooOldRead }, this.#kernel.clock.now());
        }),
    ];
  }
}

const NO_REPORT = {
  ...{ error: null, errorAt: null, clients: 0, told: 0, refused: 0, asked: 0, garbled: 0, delay: null },
  warnings: [],
};

const saidOf = ({ name, isOn, settings }: KeptConnection) => ({ name, isOn, settings });

const objectOf = (id: ConnectionId) => ({ kind: 'connection', id });

function shownAside({ action, ...aside }: KeptAside) {
  return { ...aside, action, type: messageTypeOf(action) };
}

function resultOf<Kind extends ConnectionCall['kind']>(
  result: ConnectionResult,
  kind: Kind,
): Extract<ConnectionResult, { readonly kind: Kind }> {
  if (result.kind !== kind) throw new SigmalineError('internal', { reason: `the connector answered ${result.kind}` });
  return result as Extract<ConnectionResult, { readonly kind: Kind }>;
}
