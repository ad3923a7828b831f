/** `npm run test:interop`: tries Sigmaline at programs that nobody here wrote. Not a part of `npm test`, because they are some hundred megabytes. */
import { ensurePeers, runBeside, type Tool } from './tasks.ts';

const tried = (title: string, script: string): Tool => ({
  title,
  command: 'node',
  toolArguments: [`tests/interop/${script}.ts`],
});

const began = performance.now();
await ensurePeers();
await runBeside(
  // Waits for most of its time, and takes longer than each of the others.
  [tried('OPC UA with many, slow and late clients', 'opcuaClients')],
  [
    tried('tables in LibreOffice', 'spreadsheets'),
    tried('Modbus TCP at libmodbus and pymodbus', 'modbus'),
    tried('MQTT at mosquitto', 'mqtt'),
    tried('OPC UA, with its package installed', 'opcua'),
    tried('PostgreSQL', 'postgres'),
    tried('webhook at OpenSSL and curl', 'webhook'),
  ],
);
console.log(`\nAll of them: ok, ${((performance.now() - began) / 1000).toFixed(0)} s`);
