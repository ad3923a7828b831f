/** How clients reach the contract: HTTP and WebSocket for browsers, on 127.0.0.1 or with TLS elsewhere; messages for the process that started the engine. */
export { isLoopback } from './access.ts';
export { HttpTransport } from './httpTransport.ts';
export { openParentTransport } from './parentTransport.ts';
export type { Reception } from './reception.ts';
export { createWebSocketChannel } from './webSocketChannel.ts';
