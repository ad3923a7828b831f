/** What is behind an address: the built interface, pictures and exports, as answers under one security policy. For Electron's protocols and for browsers. */
export { loadInterfaceFiles } from './interfaceFiles.ts';
export { type PageRequests, Pages } from './pages.ts';
export { INERT_POLICY, textResponse, withSecurityHeaders } from './policy.ts';
