/** How the contract reaches its clients: HTTP and WebSocket on 127.0.0.1 for browsers, the parent connection for the process that started the engine. */
export { openHttpTransport } from './httpTransport.ts';
export { openParentTransport } from './parentTransport.ts';
