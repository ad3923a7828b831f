/** An OPC UA server: results, states, events and methods for clients of the line. `docs/connections/opcua.md` tells of it. */
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connectionFieldName, type ErrorFact, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Driver, Surroundings } from '../driver.ts';
import { isThisMachine, listeningReason, networkError } from '../networkErrors.ts';
import { certificateWarnings, dropOldKnocks, outOfTime, ownCertificate, refuse } from './certificates.ts';
import { VisionSystems } from './machineVision.ts';
import { StationNodes } from './nodes.ts';
import { SlowClients } from './slowClients.ts';
import { type CertificateManager, loadStack, type Stack, type UaServer } from './stack.ts';
import { MOST_CONNECTIONS, MOST_SESSIONS, MOST_SUBSCRIPTIONS_OF_SESSION, MOST_WATCHED, Visitors } from './visitors.ts';

const POLICY = 'http://opcfoundation.org/UA/SecurityPolicy#';
const POLICIES = ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'].map((name) => POLICY + name);
/** Message security modes of the specification (part 4, 7.20). */
const MODES = { none: 1, signAndEncrypt: 3 } as const;
/** A user may also be told by a certificate (part 4, 7.42). */
const CERTIFICATE_TOKEN = 2;
const LIMITS = {
  maxSessions: MOST_SESSIONS,
  maxSubscriptionsPerSession: MOST_SUBSCRIPTIONS_OF_SESSION,
  maxSubscriptions: MOST_SESSIONS * MOST_SUBSCRIPTIONS_OF_SESSION,
  maxMonitoredItems: MOST_WATCHED,
  maxMonitoredItemsPerSubscription: 2000,
};
const SHUTDOWN_MS = 500;
/** How often certificates that knocked are looked through, and those that may end. */
const KNOCKED_EVERY_MS = 3000;
const WARNED_EVERY_MS = 3_600_000;

export const openOpcua: Driver<'opcua'> = async (surroundings) => {
  const { settings, secrets } = surroundings;
  const { address, port } = settings;
  if (!settings.allowsAnonymous && (settings.user === '' || secrets.password === undefined))
    throw new SigmalineError('connection.secret-missing', {
      secret: connectionFieldName(settings.user === '' ? 'user' : 'password'),
    });
  const stack = await loadStack(join(surroundings.folder, '..', 'packages'));
  const store = await storeOf(surroundings, stack);
  const visitors = new Visitors(surroundings);
  const options = { ...(await optionsOf(surroundings, store, visitors)), nodeset_filename: [...stack.nodeSets] };
  const server = new stack.OPCUAServer({ ...options, serverCertificateManager: store, userCertificateManager: store });
  await server.initialize();
  onlyPasswords(server);
  const nodes = new StationNodes(surroundings, stack, server);
  const systems = new VisionSystems(surroundings, stack, server);
  // Clients that were there before come back at once.
  visitors.watch(server, stack);
  const slow = new SlowClients(surroundings, stack);
  slow.watch(server, () => visitors.sessions);
  try {
    await server.start();
  } catch (thrown) {
    slow.stop();
    await server.shutdown(0).catch(() => undefined);
    if (errnoCode(thrown) === 'EADDRINUSE')
      throw new SigmalineError('connection.port-taken', { port, address }, thrown);
    throw new SigmalineError('connection.cannot-listen', { port, address, reason: listeningReason(thrown) }, thrown);
  }
  const watching = watchCertificates(store, surroundings);
  surroundings.state('working');
  return {
    show: (views, heartbeat) => {
      // What a gate reads comes first.
      nodes.show(views, heartbeat);
      systems.show(views);
    },
    // Whoever connects is not ours to ask: that the port answers is all that can be tried from here.
    test: async () => {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(port, address === '0.0.0.0' ? '127.0.0.1' : address);
        socket.once('connect', () => resolve(void socket.destroy()));
        socket.once('error', (cause) => reject(networkError(`${address}:${port}`, cause)));
      });
    },
    refuse: (certificate) => refuse(server, store, new X509Certificate(certificate)),
    close: () => {
      watching.stop();
      slow.stop();
      return server.shutdown(SHUTDOWN_MS);
    },
  };
};

async function storeOf({ folder }: Surroundings<'opcua'>, stack: Stack): Promise<CertificateManager> {
  const store = new stack.OPCUACertificateManager({
    rootFolder: join(folder, 'pki'),
    // Whom the station trusts is decided by a person.
    automaticallyAcceptUnknownCertificate: false,
  });
  await store.initialize();
  return store;
}

async function optionsOf(
  surroundings: Surroundings<'opcua'>,
  store: CertificateManager,
  visitors: Visitors,
): Promise<object> {
  const { settings, station } = surroundings;
  const { address, port, allowsAnonymous } = settings;
  const applicationUri = `urn:sigmaline:${station.id}`;
  const certificateFile = await ownCertificate(surroundings, store, applicationUri);
  return {
    ...{ port, host: address, certificateFile },
    securityPolicies: allowsAnonymous ? [`${POLICY}None`, ...POLICIES] : POLICIES,
    securityModes: allowsAnonymous ? [MODES.none, MODES.signAndEncrypt] : [MODES.signAndEncrypt],
    allowAnonymous: allowsAnonymous,
    serverInfo: { applicationUri, productUri: 'urn:sigmaline', applicationName: { text: station.name } },
    buildInfo: { productName: 'Sigmaline', manufacturerName: 'The Sigmaline authors' },
    // A value that changes twice within 50 ms is folded silently otherwise.
    serverCapabilities: { minSupportedSampleRate: 0, ...LIMITS },
    maxConnectionsPerEndpoint: MOST_CONNECTIONS,
    userManager: visitors.userManager,
  };
}

/** By itself the package takes any certificate for a user, whoever made it, and asks for no password then. */
function onlyPasswords(server: UaServer): void {
  for (const description of server.endpoints.flatMap((endpoint) => endpoint.endpointDescriptions()))
    description.userIdentityTokens =
      description.userIdentityTokens?.filter(({ tokenType }) => tokenType !== CERTIFICATE_TOKEN) ?? null;
}

/** Looks through the certificates that knocked once others have, and tells in time of those that end. */
function watchCertificates(store: CertificateManager, surroundings: Surroundings<'opcua'>): { stop(): void } {
  const { folder, settings } = surroundings;
  const warn = (): void => surroundings.warn([...warningsOf(settings), ...certificateWarnings(surroundings)]);
  let knocked: NodeJS.Timeout | undefined;
  const dropSoon = (): void => {
    knocked ??= setTimeout(drop, KNOCKED_EVERY_MS);
  };
  const drop = (): void => {
    knocked = undefined;
    if (dropOldKnocks(folder)) dropSoon();
  };
  const reject = store.rejectCertificate.bind(store);
  // The server has no event for this.
  store.rejectCertificate = (certificate) => {
    surroundings.refused();
    dropSoon();
    return reject(certificate);
  };
  const check = store.checkCertificate.bind(store);
  store.checkCertificate = async (certificates) => {
    const status = await check(certificates);
    if (status.name !== 'BadCertificateTimeInvalid') return status;
    const [certificate] = [certificates].flat();
    surroundings.refused();
    if (certificate !== undefined)
      surroundings.state('working', outOfTime(new X509Certificate(certificate), new Date()));
    return status;
  };
  drop();
  warn();
  const warning = setInterval(warn, WARNED_EVERY_MS);
  return {
    stop: () => {
      clearTimeout(knocked);
      clearInterval(warning);
    },
  };
}

function warningsOf({ address, port, allowsAnonymous }: Surroundings<'opcua'>['settings']): ErrorFact[] {
  const isOpen = allowsAnonymous && !isThisMachine(address);
  return isOpen ? [{ code: 'connection.no-authentication', details: { protocol: 'OPC UA', port, address } }] : [];
}
