/** Loaded into a process before its own code: it tells its starter from time to time how much heap it uses. */
const EVERY_MS = 5000;

setInterval(() => {
  const told = { kind: 'heap', bytes: process.memoryUsage().heapUsed };
  // A starter that was killed a moment ago reads nothing any more.
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined);
}, EVERY_MS).unref();
