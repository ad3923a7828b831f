import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SigmalineError } from '../../../shared/domain/index.ts';

/** The package that speaks OPC UA. With what it needs it is larger than the whole station, hence only those install it who want it. */
export const PACKAGE = { name: 'node-opcua-server', version: '2.186.4' } as const;

/** Numbers of OPC UA's built-in types (part 6, 5.1.2). */
export const TYPES = { Boolean: 1, UInt32: 7, Double: 11, String: 12, DateTime: 13, LocalizedText: 21 } as const;
export type TypeName = Exclude<keyof typeof TYPES, 'LocalizedText'>;
export type Plain = boolean | number | string | Date | null;

/** A value and its type; an array has `arrayType` 1. */
export interface UaValue {
  readonly dataType: number;
  readonly arrayType?: number;
  readonly value: unknown;
}

export interface UaObject {
  raiseEvent(type: unknown, fields: Readonly<Record<string, UaValue>>): void;
}

/** An object of a companion specification, with what is in it. */
export interface UaVisionObject extends UaObject {
  getComponentByName(name: string, namespace: number): UaVisionObject | null;
  getMethodByName(name: string, namespace: number): UaMethod | null;
}

/** From one state to another, where the specification has several: by a client's method, or by the system itself. */
export interface UaTransition {
  readonly browseName: { readonly name: string };
}

export interface UaStateMachine {
  /** Null where its machine does not run. @param choose of several transitions to that state */
  setState(state: string | null, choose: (transitions: readonly UaTransition[]) => UaTransition | null): void;
}

export interface UaVariable {
  setValueFromSource(value: UaValue, status: unknown, sourceTime: Date): void;
}

export interface UaMethod {
  bindMethod(
    call: (
      input: readonly UaValue[],
      context: unknown,
      done: (
        error: Error | null,
        result: { readonly statusCode: unknown; readonly outputArguments: UaValue[] },
      ) => void,
    ) => void,
  ): void;
}

export interface UaNamespace {
  readonly index: number;
  addObject(options: object): UaObject;
  addVariable(options: object): UaVariable;
  addMethod(parent: UaObject, options: object): UaMethod;
  addEventType(options: object): unknown;
}

export interface UaChannel {
  readonly clientCertificate: Uint8Array | null;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly hasSession: boolean;
  abruptlyInterrupt(): void;
  send_response(kind: 'MSG', response: unknown, message: UaMessage): void;
}

export interface UaSession {
  readonly authenticationToken: unknown;
  readonly channel?: UaChannel;
  readonly publishEngine: UaPublishEngine;
  on(event: 'channel_aborted', listener: () => void): void;
  on(event: 'new_subscription', listener: (subscription: UaSubscription) => void): void;
}

/** What limits a server has; the server asks for them each time. */
export interface UaCapabilities {
  readonly maxMonitoredItems: number;
}

export interface UaSubscription {
  serverCapabilities: UaCapabilities;
  /** What is to be told, and was taken from the queues of what is watched. */
  readonly pendingNotificationsCount: number;
  readonly monitoredItems: ReadonlyMap<number, { readonly queue: readonly unknown[] }>;
  _addNotificationMessage(told: unknown): void;
  terminate(): void;
  dispose(): void;
}

/** Publishes the subscriptions of a session, or keeps those whose session is over. */
export interface UaPublishEngine {
  readonly subscriptions: readonly UaSubscription[];
  readonly currentMonitoredItemCount: number;
  /** Those that are over, and whose end was not told yet. */
  _closed_subscriptions: readonly UaSubscription[];
}

/** A request as the server handles it. */
export type UaMessage = object;

export interface UaEndpoint {
  /** What listens. */
  readonly _server: Server;
  getChannels(): readonly UaChannel[];
  /** What clients are offered. */
  endpointDescriptions(): readonly { userIdentityTokens: readonly { readonly tokenType: number }[] | null }[];
  /** Called for each connection, in the same turn as it comes. */
  _prevent_DDOS_Attack(establish: () => void, deny: () => void): void;
}

/** What of the package is used here. Its own types would bring the package into every station. */
export interface UaServer {
  initialize(): Promise<void>;
  start(): Promise<void>;
  shutdown(timeoutMs: number): Promise<void>;
  on(event: string, listener: (...details: never[]) => void): void;
  _on_CreateSessionRequest(message: UaMessage, channel: UaChannel): Promise<void>;
  readonly endpoints: readonly UaEndpoint[];
  readonly engine: {
    closeSession(token: unknown, deletesSubscriptions: boolean, reason: 'Terminated'): void;
    deleteOrphanSubscription(subscription: UaSubscription): void;
    /** There once a session has ended before its subscriptions. */
    readonly _orphanPublishEngine?: UaPublishEngine;
    readonly addressSpace: {
      registerNamespace(uri: string): UaNamespace;
      getNamespaceIndex(uri: string): number;
      findObjectType(name: string, namespace: number): { instantiate(options: object): UaVisionObject };
      findEventType(name: string, namespace: number): unknown;
      findDataType(name: string, namespace: number): unknown;
      constructExtensionObject(type: unknown, fields: object): unknown;
      readonly rootFolder: { readonly objects: UaObject & { readonly server: UaObject } };
    };
  };
}

export interface CertificateManager {
  initialize(): Promise<void>;
  /** Called by the server for each client that is not trusted. */
  rejectCertificate: (certificate: Uint8Array) => Promise<void>;
  /** Called by the server for each client that opens a channel, with its certificate and those who signed it. */
  checkCertificate: (certificates: Uint8Array | readonly Uint8Array[]) => Promise<UaStatus>;
  createSelfSignedCertificate(options: object): Promise<void>;
}

export interface UaStatus {
  readonly name: string;
}

export interface Stack {
  readonly OPCUAServer: new (options: object) => UaServer;
  readonly OPCUACertificateManager: new (options: object) => CertificateManager;
  readonly good: unknown;
  readonly notSupported: unknown;
  /** What a client hears whose request fails as a whole. */
  readonly faultOf: (status: 'BadTooManySessions') => unknown;
  /** What the client of a subscription hears when it ends although the client did not end it. */
  readonly overOf: (status: 'BadTimeout') => unknown;
  readonly promoteToStateMachine: (object: UaVisionObject) => UaStateMachine;
  /** Files of the nodes that a server begins with. */
  readonly nodeSets: readonly string[];
}

interface StatusModule {
  readonly StatusCodes: Readonly<Record<'Good' | 'BadNotSupported' | 'BadTooManySessions' | 'BadTimeout', unknown>>;
}
interface TypesModule {
  readonly ServiceFault: new (fields: object) => unknown;
  readonly StatusChangeNotification: new (fields: object) => unknown;
}
interface DebugModule {
  setLogLevel(level: number): void;
}
interface NodeSetModule {
  readonly nodesets: { readonly standard: string; readonly machineVision: string };
}

/**
 * Loads the package from where the station's own packages lie, or from the data folder.
 *
 * @param folder `connections/packages` in the data folder
 * @throws connection.package-missing
 */
export async function loadStack(folder: string): Promise<Stack> {
  for (const from of [import.meta.url, ...(isWhole(folder) ? [join(folder, 'package.json')] : [])]) {
    const found = locate(from);
    if (found === null) continue;
    const beside = createRequire(found);
    const load = async <Module>(name: string): Promise<Module> =>
      (await import(/* @vite-ignore */ pathToFileURL(beside.resolve(name)).href)) as Module;
    // Each stranger that knocks would write lines of its choice into the station's log.
    if (process.env.NODEOPCUA_LOG_LEVEL === undefined) (await load<DebugModule>('node-opcua-debug')).setLogLevel(0);
    const { OPCUAServer } = await load<Pick<Stack, 'OPCUAServer'>>(PACKAGE.name);
    const manager = await load<Pick<Stack, 'OPCUACertificateManager'>>('node-opcua-certificate-manager');
    const { StatusCodes } = await load<StatusModule>('node-opcua-status-code');
    const { ServiceFault, StatusChangeNotification } = await load<TypesModule>('node-opcua-types');
    const { promoteToStateMachine } = await load<Pick<Stack, 'promoteToStateMachine'>>('node-opcua-address-space');
    const { nodesets } = await load<NodeSetModule>('node-opcua-nodesets');
    return {
      ...{ OPCUAServer, OPCUACertificateManager: manager.OPCUACertificateManager, promoteToStateMachine },
      ...{ good: StatusCodes.Good, notSupported: StatusCodes.BadNotSupported },
      faultOf: (status) => new ServiceFault({ responseHeader: { serviceResult: StatusCodes[status] } }),
      overOf: (status) => new StatusChangeNotification({ status: StatusCodes[status] }),
      nodeSets: [nodesets.standard, nodesets.machineVision],
    };
  }
  throw new SigmalineError('connection.package-missing', { package: PACKAGE.name, version: PACKAGE.version, folder });
}

/**
 * Whether npm is done with the folder: it writes this list last. A package that is loaded while npm unpacks it would fail for as long as the process lives, because
 * Node remembers what it did not find.
 */
function isWhole(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8').includes(
      `"node_modules/${PACKAGE.name}"`,
    );
  } catch {
    return false;
  }
}

/** Another version may behave otherwise where nobody has looked. @returns the package's main file */
function locate(from: string): string | null {
  try {
    const require = createRequire(from);
    const { version } = JSON.parse(readFileSync(require.resolve(`${PACKAGE.name}/package.json`), 'utf8')) as {
      readonly version: string;
    };
    return version === PACKAGE.version ? require.resolve(PACKAGE.name) : null;
  } catch {
    return null;
  }
}
