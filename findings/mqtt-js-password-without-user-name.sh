#!/bin/sh
# MQTT.js sends no password without a user name, in MQTT 5 neither, and the client does not say so.
#
# MQTT 3.1.1 forbids a password without a user name; MQTT 5 (section 3.1.2.9) allows it expressly, for tokens and other credentials that know no
# user. The encoder of MQTT.js holds to the rule of 3.1.1 in both versions. What surprises more is what a program sees of it: the error stays inside. The client
# emits no 'error': it closes the connection before a byte was sent and connects again, for ever, as if the broker had hung up.
#
# Seen with mqtt 5.16.0 (mqtt-packet 9.0.2), Node.js 20 and 24, Linux. Output seen:
#   encoder, MQTT 5, password alone: Username is required to use password
#   client, MQTT 5, password alone: 0 bytes sent, 0 errors told, connected again and again: true
#   client, MQTT 5, user name and password: more than 0 bytes sent: true
#
# Exits 0 while this is so, and 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > package.log
npm install --no-audit --no-fund --silent mqtt@5.16.0 mqtt-packet@9.0.2
cat > seen.cjs <<'SCRIPT'
const { createServer } = require('node:net');
const mqtt = require('mqtt');
const { generate } = require('mqtt-packet');

let refusal = 'none';
try {
  generate({ cmd: 'connect', protocolVersion: 5, clientId: 'c', clean: true, keepalive: 0, password: Buffer.from('token') });
} catch (error) {
  refusal = error.message;
}
console.log(`encoder, MQTT 5, password alone: ${refusal}`);

/** What reaches a server that never answers, and what the client tells meanwhile. */
function tried(credentials) {
  return new Promise((resolve) => {
    const seen = { bytes: 0, errors: 0, again: 0 };
    const server = createServer((socket) => {
      socket.on('data', (data) => { seen.bytes += data.length; });
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      const client = mqtt.connect({ host: '127.0.0.1', port, protocol: 'mqtt', protocolVersion: 5, reconnectPeriod: 200, ...credentials });
      client.on('error', () => { seen.errors += 1; });
      client.on('reconnect', () => { seen.again += 1; });
      setTimeout(() => {
        client.end(true);
        server.close();
        resolve(seen);
      }, 1500);
    });
  });
}

(async () => {
  const alone = await tried({ password: 'token' });
  const both = await tried({ username: 'line', password: 'token' });
  console.log(`client, MQTT 5, password alone: ${alone.bytes} bytes sent, ${alone.errors} errors told, connected again and again: ${alone.again > 1}`);
  console.log(`client, MQTT 5, user name and password: more than 0 bytes sent: ${both.bytes > 0}`);
  const isSo = refusal.includes('Username is required') && alone.bytes === 0 && alone.errors === 0 && alone.again > 1 && both.bytes > 0;
  process.exit(isSo ? 0 : 1);
})();
SCRIPT
node seen.cjs
