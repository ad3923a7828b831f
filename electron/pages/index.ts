/** Answers addresses with the built interface, pictures and exports, under one security policy. Serves both Electron's protocols and browsers. */
export { heatmapPicture } from './heatmapPicture.ts';
export { type InterfaceFile, loadInterfaceFiles, PAGE_ADDRESSES } from './interfaceFiles.ts';
export { type PageRequests, Pages } from './pages.ts';
export { INERT_POLICY, textResponse, withSecurityHeaders } from './policy.ts';
