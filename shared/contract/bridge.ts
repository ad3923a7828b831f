/** What the preload puts at `window.sigmaline` in Electron's window. In a browser it is not there, and the renderer opens a WebSocket. */
export interface SigmalineBridge {
  send(frame: unknown): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** The engine went away: what is sent now goes nowhere. Frames come again, from a fresh engine, after `onOpen`. */
  onClose(listener: () => void): void;
  /** Told of every engine that is there, also of one that was there before the listener. */
  onOpen(listener: () => void): void;
}

/** The one IPC channel of Electron's window: over it the main process hands the preload its end of a message port, and nothing else. */
export const BRIDGE_PORT_CHANNEL = 'sigmaline:port';
