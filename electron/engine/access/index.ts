/** Who may do what at this station: people and their secrets, policies, sessions, signatures. */
export { Access } from './access.ts';
export { People } from './people.ts';
export type { Place, Screen } from './sessions.ts';
