/** Connections to machines, brokers and databases of the plant. Their process is `electron/connectors`. */
export type { Announcements } from './announcements.ts';
export { Connections } from './connections.ts';
