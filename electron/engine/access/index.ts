/** Who may do what at this station: people, policies, sessions, signatures. */
export { Access } from './access.ts';
