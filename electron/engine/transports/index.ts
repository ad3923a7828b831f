/** How clients reach the contract: HTTP and WebSocket on 127.0.0.1 for browsers, messages for the process that started the engine. */
export { openHttpTransport } from './httpTransport.ts';
export { openParentTransport } from './parentTransport.ts';
export { createWebSocketChannel } from './webSocketChannel.ts';
