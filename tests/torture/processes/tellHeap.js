/** Loaded into a process before its own code: it tells its starter from time to time how much heap it uses. */
const EVERY_MS = 5000;

setInterval(() => process.send?.({ kind: 'heap', bytes: process.memoryUsage().heapUsed }), EVERY_MS).unref();
