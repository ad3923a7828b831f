#!/bin/sh
# node-opcua-server keeps a subscription for ever whose session timed out before the subscription did.
#
# A session that times out leaves its subscriptions behind, so that the client can take them over with TransferSubscriptions (OPC 10000-4, 5.13.7). Where no client
# comes and the lifetime of a subscription is over, the server puts a last message (StatusChangeNotification, BadTimeout) into its queue and closes it; a closed
# subscription with a message is kept until a client has fetched it. But no session holds it any more, so nobody ever can: each client that vanishes with a
# subscription (a cable with a loose contact) leaves one behind until the server ends.
#
# Seen with node-opcua-server 2.186.4, Node.js 20 and 24, Linux. Output seen:
#   sessions: 0, subscriptions: 0
#   closed subscriptions kept: 5, after a collection still there: 5
#
# Exits 0 while this is so, and 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > package.log
npm install --no-audit --no-fund --silent node-opcua-server@2.186.4
cat > seen.cjs <<'SCRIPT'
const { setTimeout: pause } = require('node:timers/promises');
require('node-opcua-debug').setLogLevel(0);
const { OPCUAServer } = require('node-opcua-server');
const { OPCUAClient } = require('node-opcua-client');
const { OPCUACertificateManager } = require('node-opcua-certificate-manager');
const { nodesets } = require('node-opcua-nodesets');

const CLIENTS = 5;

/** Connects, subscribes, and vanishes as where somebody pulls the plug. */
async function vanishes(url) {
  const client = OPCUAClient.create({
    endpointMustExist: false,
    requestedSessionTimeout: 10_000,
    connectionStrategy: { maxRetry: 0, initialDelay: 100 },
    clientCertificateManager: new OPCUACertificateManager({ rootFolder: 'client', automaticallyAcceptUnknownCertificate: true }),
  });
  await client.connect(url);
  const session = await client.createSession();
  await session.createSubscription2({
    ...{ requestedPublishingInterval: 100, requestedLifetimeCount: 150, requestedMaxKeepAliveCount: 10 },
    ...{ maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 1 },
  });
  client._secureChannel.getTransport()._socket.destroy();
  await pause(100);
  await client.disconnect().catch(() => undefined);
}

(async () => {
  const store = new OPCUACertificateManager({ rootFolder: 'server' });
  await store.initialize();
  const server = new OPCUAServer({ port: 0, host: '127.0.0.1', nodeset_filename: [nodesets.standard], serverCertificateManager: store, userCertificateManager: store });
  await server.initialize();
  await server.start();
  const url = `opc.tcp://127.0.0.1:${server.endpoints[0].port}`;
  for (let time = 0; time < CLIENTS; time += 1) await vanishes(url);
  // Sessions time out first, then subscriptions.
  for (let waited = 0; waited < 120 && server.currentSessionCount + server.currentSubscriptionCount > 0; waited += 1) await pause(500);
  console.log(`sessions: ${server.currentSessionCount}, subscriptions: ${server.currentSubscriptionCount}`);
  const kept = () => server.engine._orphanPublishEngine?._closed_subscriptions ?? [];
  const count = kept().length;
  await pause(5000);
  global.gc();
  const still = kept().length;
  console.log(`closed subscriptions kept: ${count}, after a collection still there: ${still}`);
  process.exit(server.currentSessionCount === 0 && count === CLIENTS && still === CLIENTS ? 0 : 1);
})();
SCRIPT
node --expose-gc seen.cjs
