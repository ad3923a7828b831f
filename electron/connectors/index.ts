import type { Drivers } from './driver.ts';
import type { verifyPlant as VerifyPlant } from './postgres/verifyPlant.ts';

/** How connections of each kind are opened. A driver is loaded with its first connection: none costs anything that nobody uses. */
export const drivers: Drivers = {
  opcua: async () => (await import('./opcua/index.ts')).openOpcua,
  mqtt: async () => (await import('./mqtt/index.ts')).openMqtt,
  modbus: async () => (await import('./modbus/index.ts')).openModbus,
  postgres: async () => (await import('./postgres/index.ts')).openPostgres,
  files: async () => (await import('./files/index.ts')).openFiles,
  webhook: async () => (await import('./webhook/index.ts')).openWebhook,
};

/** Verifies the chains that stations have sent to a database of the plant (`sigmaline verify postgres://…`). */
export const verifyPlant: typeof VerifyPlant = async (...given) =>
  (await import('./postgres/verifyPlant.ts')).verifyPlant(...given);
