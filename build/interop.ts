/** `npm run test:interop`: tries Sigmaline at programs that nobody here wrote. Not a part of `npm test`, because they are some hundred megabytes. */
import { ensurePeers, runTool } from './tasks.ts';

const began = performance.now();
await ensurePeers();
for (const [title, script] of [
  ['tables in LibreOffice', 'spreadsheets'],
  ['Modbus TCP at libmodbus and pymodbus', 'modbus'],
  ['MQTT at mosquitto', 'mqtt'],
  ['OPC UA, with its package installed', 'opcua'],
  ['OPC UA with many, slow and late clients', 'opcuaClients'],
  ['PostgreSQL', 'postgres'],
  ['webhook at OpenSSL and curl', 'webhook'],
] as const)
  await runTool(title, 'node', [`tests/interop/${script}.ts`]);
console.log(`\nAll of them: ok, ${((performance.now() - began) / 1000).toFixed(0)} s`);
