/** How our processes are started and how they reach their starter. */
export { createChildProcessHost } from './childProcessHost.ts';
export { connectToParent, type Parent } from './parent.ts';
export type { HostedProcess, ProcessHost, ProcessRole } from './processHost.ts';
