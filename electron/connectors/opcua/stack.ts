import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
  abruptlyInterrupt(): void;
}

export interface UaSession {
  readonly authenticationToken: unknown;
  readonly channel?: UaChannel;
  on(event: 'channel_aborted', listener: () => void): void;
}

/** What of the package is used here. Its own types would bring the package into every station. */
export interface UaServer {
  initialize(): Promise<void>;
  start(): Promise<void>;
  shutdown(timeoutMs: number): Promise<void>;
  on(event: string, listener: (...details: never[]) => void): void;
  readonly endpoints: readonly {
    getChannels(): readonly UaChannel[];
    /** What clients are offered. */
    endpointDescriptions(): readonly { userIdentityTokens: readonly { readonly tokenType: number }[] | null }[];
  }[];
  readonly engine: {
    closeSession(token: unknown, deletesSubscriptions: boolean, reason: 'Terminated'): void;
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
  createSelfSignedCertificate(options: object): Promise<void>;
}

export interface Stack {
  readonly OPCUAServer: new (options: object) => UaServer;
  readonly OPCUACertificateManager: new (options: object) => CertificateManager;
  readonly good: unknown;
  readonly notSupported: unknown;
  readonly promoteToStateMachine: (object: UaVisionObject) => UaStateMachine;
  /** Files of the nodes that a server begins with. */
  readonly nodeSets: readonly string[];
}

interface StatusModule {
  readonly StatusCodes: { readonly Good: unknown; readonly BadNotSupported: unknown };
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
  for (const from of [import.meta.url, join(folder, 'package.json')]) {
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
    const { promoteToStateMachine } = await load<Pick<Stack, 'promoteToStateMachine'>>('node-opcua-address-space');
    const { nodesets } = await load<NodeSetModule>('node-opcua-nodesets');
    return {
      ...{ OPCUAServer, OPCUACertificateManager: manager.OPCUACertificateManager, promoteToStateMachine },
      ...{ good: StatusCodes.Good, notSupported: StatusCodes.BadNotSupported },
      nodeSets: [nodesets.standard, nodesets.machineVision],
    };
  }
  throw new SigmalineError('connection.package-missing', { package: PACKAGE.name, version: PACKAGE.version, folder });
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
